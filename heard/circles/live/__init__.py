"""The live room: what sockets say, and what they are shown."""

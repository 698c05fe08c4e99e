"""The look: tokens, components, base page, fonts."""

// One end of a call between two pages; the test carries descriptions from one to the other.

const picture = document.body.appendChild(document.createElement("video"));
picture.muted = true;

window.call = {
  errors: [],

  begin(servers) {
    this.line = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: "relay" });
    this.line.onicecandidateerror = ({ errorCode }) => this.errors.push(errorCode);
    this.line.ontrack = ({ track }) => {
      picture.srcObject = new MediaStream([track]);
      picture.play();
    };
    this.line.addTrack(this.moving(), new MediaStream());
  },

  /** With all candidates in it. */
  async describe() {
    await this.line.setLocalDescription();
    while (this.line.iceGatheringState !== "complete") {
      await new Promise((resolve) => this.line.addEventListener("icegatheringstatechange", resolve));
    }
    return this.line.localDescription.toJSON();
  },

  hear(description) {
    return this.line.setRemoteDescription(description);
  },

  shows: () => picture.getVideoPlaybackQuality().totalVideoFrames > 5,

  /** The kind of both ends, and how the relay of this one is reached. */
  async way() {
    const report = await this.line.getStats();
    const one = (id) => report.get(id);
    const [transport] = [...report.values()].filter(({ type }) => type === "transport");
    const pair = one(transport.selectedCandidatePairId);
    const [mine, theirs] = [one(pair.localCandidateId), one(pair.remoteCandidateId)];
    return [mine.candidateType, theirs.candidateType, mine.relayProtocol];
  },

  /** A picture that changes all the time. */
  moving() {
    const canvas = document.createElement("canvas");
    const brush = canvas.getContext("2d");
    setInterval(() => {
      brush.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      brush.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    return canvas.captureStream(15).getVideoTracks()[0];
  },
};

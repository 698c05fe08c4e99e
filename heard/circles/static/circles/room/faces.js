/** Faces: each camera in its own seat; where there is none, the initials stay. */

import { el } from "./dom.js";

export class Faces {
  /** @type {Map<number, MediaStreamTrack>} */ #tracks = new Map();

  /** @param {HTMLElement} seats the list that holds one item a seat */
  constructor(seats) {
    this.seats = seats;
  }

  /** @param {number} seat @param {MediaStreamTrack|null} track */
  put(seat, track) {
    if (track) this.#tracks.set(seat, track);
    else this.#tracks.delete(seat);
  }

  /** After the seats were drawn: who is seen now, and who is me, as in a mirror.
   * @param {(seat: number) => boolean} isSeen @param {number} me */
  show(isSeen, me) {
    for (const item of /** @type {HTMLElement[]} */ ([...this.seats.children])) {
      const seat = Number(item.dataset.seat);
      const track = isSeen(seat) ? this.#tracks.get(seat) : undefined;
      item.classList.toggle("seat--seen", Boolean(track));
      showIn(/** @type {HTMLElement} */ (item.firstElementChild), track, seat, seat === me);
    }
  }
}

/** @param {HTMLElement} face @param {MediaStreamTrack|undefined} track @param {number} seat @param {boolean} isMirror */
function showIn(face, track, seat, isMirror) {
  const shown = /** @type {HTMLVideoElement|null} */ (face.querySelector("video"));
  if (!track) {
    if (shown) shown.srcObject = null;
    shown?.remove();
    return;
  }
  if (streamOf(shown)?.getTracks()[0] === track) return;
  const video = shown ?? videoFor(seat, isMirror);
  video.srcObject = new MediaStream([track]);
  if (!shown) face.append(video);
  // A browser that waits for a tap plays it once the sound is let in.
  video.play().catch(() => {});
}

/** @param {HTMLVideoElement|null} video */
function streamOf(video) {
  return /** @type {MediaStream|null} */ (video?.srcObject ?? null);
}

/** @param {number} seat @param {boolean} isMirror */
function videoFor(seat, isMirror) {
  const video = /** @type {HTMLVideoElement} */ (el("video", { class: `seat__video${isMirror ? " seat__video--mine" : ""}`, "data-seat": seat }));
  // Voices come by a way of their own, which keeps to the floor.
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  return video;
}

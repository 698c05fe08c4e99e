"""Voices for people in a browser: speech without a pause, and everyone sounds different."""

import ctypes
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import espeakng_loader

SYNCHRONOUS, SIGNS, UTF8 = 2, 1, 1
PACE, PITCH = 1, 3
# 20 ms; what is softer than this root mean square of 16 bits is a pause.
FRAME, PAUSE = 441, 900
HEARS = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
TALE = (
    "This morning I walked along the river and thought about what matters to me. My neighbour "
    "waved from her window, and I noticed how long it is since we have talked to one another."
)


@dataclass(frozen=True)
class Voice:
    """The library's name for a throat, words a minute, and a pitch from 0 to 99."""

    throat: str
    pace: int
    pitch: int


VOICES = (
    Voice("en-us+f3", 165, 62),
    Voice("en-us+m3", 150, 28),
    Voice("en-us+f2", 190, 80),
    Voice("en-us+m7", 175, 12),
    Voice("en-us+f4", 155, 45),
    Voice("en-us+m1", 200, 50),
)


def voice_file(folder: Path, number: int) -> Path:
    """A few seconds that sound all the time, so that no look at them falls into a pause."""
    file = folder / f"voice-{number}.wav"
    if not file.exists():
        _write(file, VOICES[(number - 1) % len(VOICES)])
    return file


def _write(file: Path, voice: Voice) -> None:
    samples, rate = _spoken(voice)
    with wave.open(str(file), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        made.writeframes(_without_pauses(samples).tobytes())


def _spoken(voice: Voice) -> "tuple[array[int], int]":
    """What is said, and how many samples of it a second."""
    speaker = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = speaker.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    samples = array("h")

    @HEARS
    def hear(said: Any, length: int, _events: int | None) -> int:
        if said:
            samples.extend(said[:length])
        return 0

    speaker.espeak_SetSynthCallback(hear)
    assert speaker.espeak_SetVoiceByName(voice.throat.encode()) == 0, voice.throat
    speaker.espeak_SetParameter(PACE, voice.pace, 0)
    speaker.espeak_SetParameter(PITCH, voice.pitch, 0)
    words = TALE.encode()
    speaker.espeak_Synth(words, len(words) + 1, 0, SIGNS, 0, UTF8, None, None)
    return samples, rate


def _without_pauses(samples: "array[int]") -> "array[int]":
    kept = array("h")
    for start in range(0, len(samples) - FRAME, FRAME):
        frame = samples[start : start + FRAME]
        if sum(sample * sample for sample in frame) > PAUSE * PAUSE * FRAME:
            kept.extend(frame)
    return kept

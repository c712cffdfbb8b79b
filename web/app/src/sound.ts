// Two soft notes, made on the spot: somebody has been found.
const notes = [659.3, 987.8];
const noteSeconds = 0.5;

/** Where the browser lets a page be heard: it wants to have been touched first, and Start was. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    notes.forEach((hertz, index) => {
      const at = audio.currentTime + index * 0.14;
      const tone = new OscillatorNode(audio, { frequency: hertz });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setTargetAtTime(0.12, at, 0.01);
      volume.gain.setTargetAtTime(0, at + 0.06, 0.12);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + noteSeconds);
      if (index === notes.length - 1) tone.onended = () => void audio.close();
    });
  } catch {} // silence is what most visitors have chosen anyway
}

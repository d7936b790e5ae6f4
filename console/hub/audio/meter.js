// Shows how loud the microphone is; nothing of it is kept or sent.

export async function meter(show) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(wave);
    const power = wave.reduce((sum, one) => sum + one * one, 0) / wave.length;
    show(Math.min(1, Math.sqrt(power) * 3));
  }, 100);
}

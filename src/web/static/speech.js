// Reads questions aloud: by a recording of the survey form where there is one, else by the voice of the browser.
// Only voices on the device itself are used; others would send the questions to somebody else.

const SQUARE = "M8 8h16v16H8z";
const SPEAKER = "M4 12v8h6l8 7V5l-8 7zM22 11a7 7 0 0 1 0 10M25 7a12.5 12.5 0 0 1 0 18";

export function begin(survey) {
  const { word } = survey;
  const language = document.documentElement.lang;
  const speech = window.speechSynthesis;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "tool listen", hidden: true });
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 32 32");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(picture.namespaceURI, "path");
  picture.append(path);
  const words = document.createElement("span");
  button.append(picture, words);
  document.getElementById("tools").append(button);

  let turn = 0; // names what is being read; a later one ends it
  let sound = null;

  const primary = (tag) => tag.replace("_", "-").split("-")[0].toLowerCase();
  const voice = () =>
    speech?.getVoices().find((one) => one.localService && primary(one.lang) === primary(language));
  const recording = (question) => question.querySelector("audio");
  const readable = (question) => Boolean(recording(question) || voice());

  function stop() {
    turn += 1;
    speech?.cancel();
    sound?.pause();
    sound = null;
    state(false);
  }

  function state(reading) {
    button.classList.toggle("on", reading);
    words.textContent = word(reading ? "stop" : "listen");
    path.setAttribute("d", reading ? SQUARE : SPEAKER);
    button.hidden = !survey.step().some(readable);
  }

  // Question, hint and options as somebody would read them out, one sentence each.
  function sentences(question) {
    const parts = question.querySelectorAll("h3 > :is(.full, .easy):not([hidden]), .hint, .options span");
    return [...parts].map((one) => one.textContent.trim()).filter(Boolean);
  }

  // Whether the recording could be played; one that was stopped was.
  function play(audio) {
    return new Promise((done) => {
      sound = audio;
      audio.onended = audio.onpause = () => done(true);
      audio.onerror = () => done(false);
      audio.currentTime = 0;
      audio.play().catch(() => done(false));
    });
  }

  function say(text) {
    return new Promise((done) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.voice = voice();
      utterance.onend = utterance.onerror = done;
      speech.speak(utterance);
    });
  }

  async function read() {
    const mine = ++turn;
    state(true);
    for (const question of survey.step()) {
      const played = recording(question) && (await play(recording(question)));
      for (const text of played || !voice() ? [] : sentences(question)) {
        if (mine !== turn) return;
        await say(text);
      }
      if (mine !== turn) return;
    }
    if (mine === turn) stop();
  }

  button.addEventListener("click", () => (button.classList.contains("on") ? stop() : read()));
  speech?.addEventListener?.("voiceschanged", () => button.classList.contains("on") || state(false));
  document.addEventListener("hailong:step", stop);
  document.addEventListener("hailong:done", stop);
  addEventListener("pagehide", stop);
  // The one button stands for the players of all recordings.
  survey.form.classList.add("heard-by-button");
  stop();
}

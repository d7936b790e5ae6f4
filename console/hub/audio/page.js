// The audio page: comes in by the code of the desk, asks for the microphone, keeps a line open.

import { Line } from "/audio/line.js";
import { meter } from "/audio/meter.js";
import { language, words } from "/audio/words.js";

const BEAT_MS = 10000;
const TOLD = new Set(["asking", "blocked", "offline", "ready", "ringing", "call", "trouble"]);
const NAMES = { allow: "asking" };
const at = (id) => document.getElementById(id);

let session = "";
let state = "opening";
let line = null;

function show(next, detail = "", more = {}) {
  const said = Array.isArray(detail) ? words[detail[0]](...detail.slice(1)) : words[detail] || "";
  const before = state;
  state = next;
  document.body.dataset.state = next;
  at("state").textContent = next === "allow" ? "" : words[next];
  at("detail").textContent = said;
  at("allow").hidden = next !== "allow";
  at("mute").textContent = next === "call" && more.muted ? words.muted : words.unmuted;
  document.title = `${words[next] || words.allow} – Steadyline`;
  if (next !== before) tell(next);
}

function end(detail) {
  show("ended", detail);
  session = "";
  if (line) line.close();
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      ...options,
      headers: { authorization: `Bearer ${session}`, "content-type": "application/json" },
      credentials: "omit",
    });
  } catch {
    throw { hub: true };
  }
  if (answer.status === 401) {
    // A call goes on: the voice does not pass through the hub.
    if (state !== "call") end("signedOut");
    throw { ended: true };
  }
  if (!answer.ok) throw { hub: true, code: (await answer.json()).error.code };
  return answer.status === 204 ? null : answer.json();
}

const hub = {
  token: async () => (await ask("/api/audio/token")).token,
  leg: (sid) => ask(`/api/audio/legs/${encodeURIComponent(sid)}`),
};

async function tell(now, keepalive = false) {
  const told = NAMES[now] || now;
  if (!session || !(TOLD.has(told) || told === "closed")) return;
  const body = JSON.stringify({ state: told });
  await ask("/api/audio/line", { method: "POST", body, keepalive }).catch(() => {});
}

function library() {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/audio/sdk.js";
    script.onload = () => (window.Twilio ? done(window.Twilio.Device) : failed());
    script.onerror = failed;
    document.head.append(script);
  });
}

async function enter() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", "/audio");
  if (!code) return "noCode";
  if (!window.isSecureContext) return "notSecure";
  const answer = await fetch("/api/audio/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
    credentials: "omit",
  }).catch(() => null);
  if (!answer) return "noHub";
  if (!answer.ok) return "oldCode";
  session = (await answer.json()).session;
  return "";
}

async function begin(Device) {
  at("allow").disabled = true;
  try {
    await meter((level) => { at("level").value = level; });
    at("microphone").hidden = false;
  } catch {
    show("blocked", "noMicrophone");
    return;
  }
  line = new Line(hub, show);
  while (session) {
    try {
      await line.open(Device);
      return;
    } catch (error) {
      if (error.ended) return;
      show("trouble", error.code === "no_key" ? "noKey" : "noHub");
      await new Promise((done) => setTimeout(done, BEAT_MS / 2));
    }
  }
}

async function start() {
  document.documentElement.lang = language;
  at("what").textContent = words.what;
  at("level-name").textContent = words.level;
  at("allow").textContent = words.allow;
  at("hint").textContent = words.hint;
  show("opening");
  const complaint = await enter();
  if (complaint) return show("ended", complaint);
  let Device;
  try {
    Device = await library();
  } catch {
    return show("trouble", "noSdk");
  }
  at("allow").addEventListener("click", () => begin(Device), { once: true });
  show("allow", "askAllow");
  setInterval(() => tell(state), BEAT_MS);
  addEventListener("pagehide", () => tell("closed", true));
  addEventListener("beforeunload", (event) => { if (state === "call") event.preventDefault(); });
}

start();

// The telephone in the page: registers, refreshes its token, answers what the desk accepted.

const ASK_MS = 500;
const LOOK_MS = 2000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const STRANGER_AFTER = 8;
const AUTHORISATION = new Set([20101, 20104, 31202, 31204, 31205]);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Line {
  // hub: {token(), leg(sid)}, both reject with {ended: true} when the page is signed out;
  // show(state, detail, more) is told of every change.
  constructor(hub, show) {
    this.hub = hub;
    this.show = show;
    this.device = null;
    this.call = null;
    this.wait = FIRST_WAIT_MS;
    this.isOver = false;
    this.isTrying = false;
  }

  async open(Device) {
    const token = await this.hub.token();
    this.device = new Device(token, {
      codecPreferences: ["opus", "pcmu"],
      tokenRefreshMs: 30000,
      allowIncomingWhileBusy: false,
    });
    this.device.on("registered", () => {
      this.wait = FIRST_WAIT_MS;
      if (!this.call) this.show("ready", "isReady");
    });
    this.device.on("unregistered", () => this.lost("offline", "noLine"));
    this.device.on("error", (error) => this.failed(error));
    this.device.on("tokenWillExpire", () => this.refresh());
    this.device.on("incoming", (call) => this.rings(call));
    this.show("offline", "noLine");
    await this.device.register().catch((error) => this.failed(error));
  }

  close() {
    if (this.isOver) return;
    this.isOver = true;
    if (this.device) this.device.destroy();
  }

  failed(error) {
    const code = Number(error && error.code) || 0;
    if (this.call) return;
    this.lost("trouble", AUTHORISATION.has(code) || !code ? "noLine" : ["failed", code]);
  }

  // Try until it works: nobody looks at this page while they work.
  async lost(state, detail) {
    if (this.isOver || this.call) return;
    this.show(state, detail);
    if (this.isTrying) return;
    this.isTrying = true;
    const wait = this.wait;
    this.wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    await pause(wait);
    this.isTrying = false;
    if (this.isOver || this.call || this.device.state === "registered") return;
    try {
      this.device.updateToken(await this.hub.token());
      if (this.device.state === "unregistered") await this.device.register();
    } catch (error) {
      if (!error.ended) this.lost(state, error.hub ? "noHub" : detail);
    }
  }

  async refresh() {
    while (!this.isOver) {
      try {
        this.device.updateToken(await this.hub.token());
        return;
      } catch (error) {
        if (error.ended) return;
        await pause(FIRST_WAIT_MS);
      }
    }
  }

  async rings(call) {
    if (this.call) {
      call.ignore();
      return;
    }
    this.call = call;
    const over = () => this.ended(call);
    for (const end of ["cancel", "disconnect", "reject"]) call.on(end, over);
    // An error may pass; only a call that is closed by it is over.
    call.on("error", () => setTimeout(() => call.status() === "closed" && over(), ASK_MS));
    this.show("ringing", "isRinging");
    for (let asked = 1; this.call === call; asked += 1) {
      const leg = await this.leg(call);
      if (this.call !== call) return;
      if (leg && leg.accepted) {
        call.accept();
        this.show("call", ["onCall", leg.ref, leg.caller], leg);
        this.follow(call);
        return;
      }
      if (leg && asked >= STRANGER_AFTER) this.show("ringing", "stranger");
      await pause(ASK_MS);
    }
  }

  async follow(call) {
    while (this.call === call) {
      await pause(LOOK_MS);
      const leg = await this.leg(call);
      if (leg && leg.accepted && this.call === call) {
        this.show("call", ["onCall", leg.ref, leg.caller], leg);
      }
    }
  }

  // A hub that is silent for a moment changes nothing of a call.
  async leg(call) {
    try {
      return await this.hub.leg(call.parameters.CallSid);
    } catch {
      return null;
    }
  }

  ended(call) {
    if (this.call !== call) return;
    this.call = null;
    if (this.device.state === "registered") this.show("ready", "isReady");
    else this.lost("offline", "noLine");
  }
}

// Stands in for the provider's library at its own boundary: the test rings and breaks it by hand.
"use strict";
class Emitter {
  constructor() { this.told = {}; }
  on(name, hear) { (this.told[name] ||= []).push(hear); }
  emit(name, ...what) { for (const hear of this.told[name] || []) hear(...what); }
}
class FakeCall extends Emitter {
  constructor(sid) { super(); this.parameters = { CallSid: sid }; this.did = []; }
  status() { return "closed"; }
  accept() { this.did.push("accept"); this.emit("accept"); }
  ignore() { this.did.push("ignore"); }
  reject() { this.did.push("reject"); this.emit("reject"); }
}
class FakeDevice extends Emitter {
  constructor(token, options) {
    super();
    Object.assign(this, { tokens: [token], options, state: "unregistered" });
    window.fake = this;
  }
  async register() { this.becomes("registered"); }
  becomes(state) { this.state = state; this.emit(state); }
  updateToken(token) { this.tokens.push(token); }
  destroy() { this.state = "destroyed"; }
  rings(sid) { this.call = new FakeCall(sid); this.emit("incoming", this.call); }
}
window.Twilio = { Device: FakeDevice };

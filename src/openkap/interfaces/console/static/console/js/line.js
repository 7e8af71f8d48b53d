// <room-live>: the kit's live parts, with a stream that only says that there is something new. What it is, is asked for,
// so that nothing of a person travels on a line that stays open.

import "../../kit/js/live.js";

class RoomLive extends customElements.get("kit-live") {
  listen() {
    super.listen();
    this.stream?.addEventListener("entry", (event) => {
      this.heard();
      if (Number(event.lastEventId) > Number(this.last || 0)) this.ask();
    });
  }

  async ask() {
    if (this.asking) {
      this.again = true; // what came meanwhile may not be in the answer that is on its way
      return;
    }
    await super.ask();
    if (this.again) {
      this.again = false;
      await this.ask();
    }
  }
}

customElements.define("room-live", RoomLive);

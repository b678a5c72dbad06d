// The hall's screen renews itself; the speaker's time runs between.
(function () {
  "use strict";
  const place = document.body.dataset.look;

  function tick() {
    document.querySelectorAll("[data-timer]").forEach((shown) => {
      if (!shown.dataset.offset) shown.dataset.offset = String(Date.parse(shown.dataset.now) - Date.now());
      const spent = Math.max(0, Math.round((Date.now() + Number(shown.dataset.offset) - Date.parse(shown.dataset.began)) / 1000));
      const limit = Number(shown.dataset.limit || 0);
      const seconds = limit ? limit - spent : spent;
      shown.textContent = `${seconds < 0 ? "−" : ""}${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, "0")}`;
      shown.classList.toggle("is-over", Boolean(limit) && seconds < 0);
    });
  }

  async function look() {
    const screen = document.getElementById("screen");
    try {
      const answer = await fetch(`${place}?pislia=${screen.dataset.last}`, { headers: { "X-Background": "1" }, credentials: "same-origin", cache: "no-store" });
      if (answer.status !== 200 || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("screen");
      if (fresh) screen.replaceWith(fresh);
      tick();
    } catch {
      // The next look comes in two seconds.
    }
  }

  setInterval(tick, 1000);
  setInterval(look, 2000);
  tick();
})();

/* The first screen: keeps the words of the countdowns true while it stays open. */
"use strict";

(() => {
  const countdowns = [...document.querySelectorAll("[data-countdown]")];
  if (!countdowns.length) return;

  const units = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];

  const words = (seconds) => {
    const said = [];
    let left = seconds;
    for (const [name, length] of units) {
      const count = Math.floor(left / length);
      if (count && said.length < 2) said.push(`${count} ${name}${count === 1 ? "" : "s"}`);
      left %= length;
    }
    return said.join(", ") || "less than a minute";
  };

  const tick = () => {
    for (const countdown of countdowns) {
      const seconds = (new Date(countdown.dateTime) - Date.now()) / 1000;
      // What has begun is told by the server: reload.
      if (seconds > 0) countdown.textContent = words(seconds);
      else countdown.parentElement.textContent = "has begun";
    }
  };

  setInterval(tick, 20_000);
})();

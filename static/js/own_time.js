/* The moment of a release on the clock of the reader. */
"use strict";

for (const row of document.querySelectorAll("[data-own-time]")) {
  const moment = new Date(row.dataset.ownTime);
  if (Number.isNaN(moment.getTime())) continue;
  const part = (options) => new Intl.DateTimeFormat("en-GB", options).format(moment);
  const day = part({ weekday: "long" });
  const date = part({ day: "numeric", month: "long", year: "numeric" });
  const clock = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = document.createElement("time");
  time.dateTime = row.dataset.ownTime;
  time.textContent = `${day} ${date}, ${clock}`;
  row.querySelector("dd").append(time);
  row.hidden = false;
}

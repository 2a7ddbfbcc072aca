/* The table of contents shows which part of the story is being read. */
"use strict";

(() => {
  const links = [...document.querySelectorAll(".contents__list a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!headings.length || headings.includes(null)) return;

  const show = () => {
    // Of the headings that have come into the upper part of the window, the last.
    const line = innerHeight / 3;
    const here = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < line);
    links.forEach((link, index) => {
      if (index === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };

  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      show();
    });
  };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  show();
})();

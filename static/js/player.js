/*
 * A click on the picture of a trailer or a video puts its player there, and a click on
 * "Show the original" puts a post below its words. Before it nothing is asked of the
 * site it is from; without this script the link leads there.
 */
"use strict";

document.querySelectorAll("a[data-player][data-label]").forEach((link) => {
  link.textContent = link.dataset.label;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-player]");
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || !link.dataset.player || elsewhere) return;
  event.preventDefault();
  const box = link.closest("[data-player-box]");
  const isPost = "post" in box.dataset;
  const player = document.createElement("iframe");
  player.className = isPost ? "post__frame" : "trailer__player";
  player.title = link.dataset.title || link.textContent;
  if (isPost) {
    player.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    player.referrerPolicy = "no-referrer";
  } else {
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.allowFullscreen = true;
    // The player refuses to play for a page that does not say who it is.
    player.referrerPolicy = "strict-origin-when-cross-origin";
  }
  player.src = link.dataset.player;
  box.querySelector("[data-player-place]").replaceWith(player);
  // From now on the link leads to the site, where the frame fails.
  delete link.dataset.player;
  if (link.dataset.after) link.textContent = link.dataset.after;
  box.classList.add(isPost ? "post--shown" : "trailer--playing");
  player.focus();
});

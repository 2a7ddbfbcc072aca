/*
 * A click on the poster of a trailer puts the player in its place. Before it nothing
 * is asked of the provider; without this script the link leads there.
 */
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-player]");
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || !link.dataset.player || elsewhere) return;
  event.preventDefault();
  const trailer = link.closest("[data-trailer]");
  const player = document.createElement("iframe");
  player.className = "trailer__player";
  player.title = link.textContent;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.allowFullscreen = true;
  // The player refuses to play for a page that does not say who it is.
  player.referrerPolicy = "strict-origin-when-cross-origin";
  player.src = link.dataset.player;
  trailer.querySelector(".trailer__picture").replaceWith(player);
  // From now on the title leads to the provider, where the player fails.
  delete link.dataset.player;
  trailer.classList.add("trailer--playing");
  player.focus();
});

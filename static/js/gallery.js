/*
 * Galleries: buttons that lead from picture to picture, and each picture as large as the
 * screen. Without this script the strip is drawn along, and a picture leads to its file.
 */
"use strict";

(() => {
  const make = (tag, className, parent) => {
    const made = document.createElement(tag);
    made.className = className;
    parent.append(made);
    return made;
  };

  const button = (label, kind, parent, press) => {
    const made = make("button", `gallery__button gallery__button--${kind}`, parent);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", press);
    return made;
  };

  const prepare = (gallery) => {
    const strip = gallery.querySelector(".gallery__strip");
    const places = [...strip.children];
    const links = places.map((place) => place.querySelector(".gallery__open"));
    strip.addEventListener("click", (event) => {
      const index = links.indexOf(event.target.closest(".gallery__open"));
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (index < 0 || elsewhere) return;
      event.preventDefault();
      view(places, index);
    });
    if (places.length < 2) return;

    const count = gallery.querySelector(".gallery__count");
    const buttons = make("div", "gallery__buttons", gallery.querySelector(".gallery__head"));
    let current = 0;
    const lead = (step) => {
      current = Math.min(Math.max(current + step, 0), places.length - 1);
      const start = places[current].offsetLeft - places[0].offsetLeft;
      strip.scrollTo({ left: start });
    };
    const back = button("Previous picture", "back", buttons, () => lead(-1));
    const on = button("Next picture", "on", buttons, () => lead(1));
    const tell = () => {
      const left = strip.scrollLeft + places[0].offsetLeft;
      const isAtEnd = strip.scrollLeft + strip.clientWidth >= strip.scrollWidth - 2;
      const near = places.findIndex((place) => place.offsetLeft + place.offsetWidth / 2 > left);
      current = isAtEnd && strip.scrollLeft > 2 ? places.length - 1 : Math.max(near, 0);
      count.textContent = `${current + 1} of ${places.length}`;
      back.disabled = strip.scrollLeft <= 2;
      on.disabled = isAtEnd;
      // Nothing to lead to where all of them fit.
      buttons.hidden = strip.scrollWidth <= strip.clientWidth + 2;
    };
    const all = count.textContent;
    window.addEventListener("beforeprint", () => {
      // On paper they stand one below the other.
      count.textContent = all;
    });
    window.addEventListener("afterprint", tell);
    strip.addEventListener("scroll", tell, { passive: true });
    window.addEventListener("resize", tell);
    tell();
  };

  const view = (places, start) => {
    const dialog = make("dialog", "gallery-view", document.body);
    dialog.setAttribute("aria-label", "Pictures in full size");
    const bar = make("div", "gallery-view__bar", dialog);
    const count = make("p", "gallery-view__count", bar);
    count.setAttribute("role", "status");
    let current = start;
    const step = (by) => {
      current = (current + by + places.length) % places.length;
      show();
    };
    if (places.length > 1) {
      button("Previous picture", "back", bar, () => step(-1));
      button("Next picture", "on", bar, () => step(1));
    }
    const close = button("Close", "close", bar, () => dialog.close());
    const picture = make("img", "gallery-view__picture", dialog);
    const caption = make("div", "gallery-view__caption", dialog);
    const show = () => {
      const link = places[current].querySelector(".gallery__open");
      const said = places[current].querySelector("figcaption");
      picture.src = link.href;
      picture.alt = link.querySelector("img").alt;
      caption.replaceChildren(...(said ? said.cloneNode(true).childNodes : []));
      count.textContent = `${current + 1} of ${places.length}`;
    };
    dialog.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by) step(by);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      places[current].querySelector(".gallery__open").focus();
    });
    show();
    dialog.showModal();
    close.focus();
  };

  document.querySelectorAll("[data-gallery]").forEach(prepare);
})();

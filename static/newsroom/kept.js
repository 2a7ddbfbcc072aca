/* A form that comes back: whoever logged in again meanwhile has a new token. */
"use strict";

(() => {
  const form = document.querySelector("form[data-csrf-cookie]");
  let isSent = false;

  form.addEventListener("submit", () => {
    const start = `${form.dataset.csrfCookie}=`;
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(start));
    if (found) form.elements.csrfmiddlewaretoken.value = found.slice(start.length);
    isSent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent) event.preventDefault();
  });
})();

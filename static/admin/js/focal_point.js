/*
  The focus of a picture: a click on it fills the two number fields, and the crops
  below show what will be left. Without this script the fields work by themselves.
*/
"use strict";

for (const root of document.querySelectorAll("[data-focal-point]")) {
  const part = (name) => root.querySelector(`[data-role="${name}"]`);
  const picture = part("picture");
  const mark = part("mark");
  const crops = part("crops");
  const stage = picture.parentElement;
  const fieldX = document.getElementById(root.dataset.x);
  const fieldY = document.getElementById(root.dataset.y);
  const file = document.getElementById(root.dataset.file);

  // Those who may only look at the picture have no fields.
  if (!fieldX || !fieldY) {
    continue;
  }

  const fraction = (field) => {
    const value = Number.parseFloat(field.value);
    return Number.isFinite(value) ? Math.min(Math.max(value, 0), 1) : 0.5;
  };

  // The same sum as `focal_box` on the server: the crop's edge stays inside.
  const position = (focus, whole, visible) => {
    const spare = whole - visible;
    if (spare <= 0) {
      return "50%";
    }
    const start = Math.min(Math.max(focus * whole - visible / 2, 0), spare);
    return `${(start / spare) * 100}%`;
  };

  const show = () => {
    const width = picture.naturalWidth;
    const height = picture.naturalHeight;
    if (!width || !height) {
      return;
    }
    const x = fraction(fieldX);
    const y = fraction(fieldY);
    mark.style.left = `${x * 100}%`;
    mark.style.top = `${y * 100}%`;
    for (const crop of crops.querySelectorAll("img")) {
      const ratio = Number.parseFloat(crop.dataset.ratio);
      const scale = Math.min(width / ratio, height);
      if (crop.src !== picture.src) {
        crop.src = picture.src;
      }
      crop.style.objectPosition = [
        position(x, width, scale * ratio),
        position(y, height, scale),
      ].join(" ");
    }
    stage.hidden = mark.hidden = crops.hidden = false;
  };

  stage.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    fieldX.value = ((event.clientX - box.left) / box.width).toFixed(3);
    fieldY.value = ((event.clientY - box.top) / box.height).toFixed(3);
    for (const field of [fieldX, fieldY]) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  for (const field of [fieldX, fieldY]) {
    field.addEventListener("input", show);
  }

  // A file that is about to be uploaded can be focused at once.
  file?.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen || !chosen.type.startsWith("image/")) {
      return;
    }
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      picture.src = reader.result;
    });
    reader.readAsDataURL(chosen);
  });

  picture.addEventListener("load", show);
  show();
}

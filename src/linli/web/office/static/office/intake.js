// The keys of the page on which one reading is settled. Without this script its buttons do the same.
"use strict";

(() => {
  const answer = document.getElementById("answer");
  const field = document.getElementById("value");
  const place = document.getElementById("place");
  const sheet = document.getElementById("sheet");
  const whole = document.getElementById("whole");
  let isSent = false;

  // The field has the focus by itself, the caret goes behind what was read; a choice starts at what was read, or at the first.
  if (field) {
    field.setSelectionRange(field.value.length, field.value.length);
  } else if (answer) {
    (answer.querySelector(":checked") || answer.querySelector("[data-key]")).focus({ preventScroll: true });
  }

  function save() {
    if (answer && !isSent) answer.requestSubmit();
  }

  if (answer) {
    answer.addEventListener("submit", (event) => {
      // A key held down sends once.
      if (isSent) event.preventDefault();
      isSent = true;
    });
    // Coming back with the browser's own key finds the page as it was left.
    addEventListener("pageshow", () => { isSent = false; });
  }

  function toggle() {
    if (place) turn();
    else whole.textContent = sheet.classList.toggle("desk-fit") ? "放大" : "缩小";
  }

  // The place and the whole page in turn; what was typed stays.
  function turn() {
    const showsPage = sheet.hidden;
    sheet.hidden = !showsPage;
    place.hidden = showsPage;
    whole.textContent = showsPage ? whole.dataset.place : whole.dataset.page;
    if (showsPage) show();
  }

  function show() {
    const picture = sheet.querySelector("img");
    const mark = document.getElementById("mark");
    const scroll = () => {
      const shift = mark.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
      sheet.scrollTop += shift - sheet.clientHeight / 3;
    };
    if (picture.complete) scroll();
    else picture.addEventListener("load", scroll, { once: true });
  }

  if (whole) {
    whole.addEventListener("click", (event) => {
      event.preventDefault();
      toggle();
    });
  }

  function choose(event) {
    const isInForm = answer && answer.contains(event.target);
    if (!isInForm || event.ctrlKey || event.altKey || event.metaKey || event.key.length > 1) return;
    const choice = answer.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    save();
  }

  function follow(id) {
    const link = document.getElementById(id);
    if (link) link.click();
  }

  document.addEventListener("keydown", (event) => {
    const isScrolling = sheet && sheet.contains(event.target) && event.key.startsWith("Page");
    // What an input method is composing is not for the page.
    if (event.isComposing || isScrolling) return;
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      follow(event.key === "PageDown" ? "following" : "earlier");
    } else if (event.key === "F2" && whole) {
      event.preventDefault();
      toggle();
    } else if (event.key === "Escape" && field) {
      field.value = field.defaultValue;
    } else if (event.key === "Enter" && event.ctrlKey && field) {
      event.preventDefault();
      save();
    } else if (!field) {
      choose(event);
    }
  });
})();

// Tells how far exports are, as long as one is under way. Without this script the page tells it when it is opened again.
"use strict";

(() => {
  const own = document.getElementById("own");
  const news = document.getElementById("own-news");
  const SECONDS = 3;

  const isUnderWay = () => own.querySelector("[data-under-way]") !== null;

  async function look() {
    try {
      const answer = await fetch(own.dataset.from, { credentials: "same-origin" });
      // Signed out, the answer is another page. What somebody is about to press stays where it is.
      if (answer.ok && !answer.redirected && !own.contains(document.activeElement)) own.innerHTML = await answer.text();
    } catch {
      // The next look may find the server again.
    }
    if (!isUnderWay()) news.textContent = "导出已经结束，见“我的导出”。";
    else setTimeout(look, SECONDS * 1000);
  }

  if (isUnderWay()) setTimeout(look, SECONDS * 1000);
})();

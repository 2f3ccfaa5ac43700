"use strict";

// Computes the SM3 of the list as this page shows it, and compares it with the fingerprint published.
(() => {
  const table = document.getElementById("list");
  const button = document.getElementById("check");
  const verdict = document.getElementById("verdict");

  const canonical = () => {
    const rows = [...table.tBodies[0].rows].map((row) => {
      const cells = [...row.querySelectorAll("[data-key]")];
      const pairs = cells.map(({ dataset: { key }, textContent: text }) => [
        key,
        key === "number" ? Number(text) : text,
      ]);
      return Object.fromEntries(pairs.sort(([one], [other]) => (one < other ? -1 : 1)));
    });
    return JSON.stringify({ ...JSON.parse(table.dataset.correction || "{}"), rows });
  };

  const say = (tone, title, text) => {
    const section = document.createElement("section");
    section.className = `notice notice-${tone}`;
    for (const [words, look] of [[title, "notice-title"], [text, ""]]) {
      const line = document.createElement("p");
      line.className = look;
      line.textContent = words;
      section.append(line);
    }
    verdict.replaceChildren(section);
  };

  button.addEventListener("click", () => {
    const found = sm3Hex(new TextEncoder().encode(canonical()));
    if (found === table.dataset.fingerprint) {
      say("good", "一致", "按本页名单重新计算的指纹，与公布的指纹相同。请再与张贴的公示上的指纹比较。");
    } else {
      say("bad", "不一致", `按本页名单算出的指纹是${found}。名单可能被改动，请告诉当地县（市、区）委社会工作部。`);
    }
  });
  button.hidden = false;
})();

// What the pointer is at in the timeline. The page is complete without it.
(() => {
  const figure = document.getElementById("run");
  const data = document.getElementById("run-data");
  if (!figure || !data) return;
  const { column_ms, columns } = JSON.parse(data.textContent);
  const plot = figure.querySelector("svg");
  const cursor = figure.querySelector(".cursor");
  const readout = figure.querySelector(".readout");

  const say = (i) => {
    const [rate, half, most, longest, away] = columns[i];
    const parts = [`${(i * column_ms) / 1000} s`, `${rate.toLocaleString("en")} messages/s`];
    if (longest > 0) parts.push(`delay ${half} · ${most} · ${longest} ms`);
    if (away > 0) parts.push(`${away.toLocaleString("en")} without a connection`);
    return parts.join(" – ");
  };
  const hide = () => {
    readout.hidden = true;
    cursor.style.visibility = "hidden";
  };
  const show = (event) => {
    const { left, width } = plot.getBoundingClientRect();
    const at = (event.clientX - left) / width;
    if (at < 0 || at >= 1) return hide();
    cursor.style.visibility = "visible";
    cursor.setAttribute("x1", `${at * 100}%`);
    cursor.setAttribute("x2", `${at * 100}%`);
    readout.hidden = false;
    readout.textContent = say(Math.floor(at * columns.length));
    const room = width - readout.offsetWidth;
    readout.style.left = `${Math.max(0, Math.min(room, at * width - readout.offsetWidth / 2))}px`;
  };
  plot.addEventListener("pointermove", show);
  plot.addEventListener("pointerdown", show);
  plot.addEventListener("pointerleave", hide);

  // On paper nothing can be opened.
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  });
})();

(() => {
  const table = document.getElementById("matrix");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  const models = document.getElementById("filter-models"), columns = document.getElementById("filter-benchmarks");
  const said = document.getElementById("said");
  const words = box => box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text, all) => all.every(word => text.toLowerCase().includes(word));
  function filter() {
    const wanted = words(models), kept = words(columns);
    let count = 0;
    rows.forEach(row => { row.hidden = !has(row.dataset.text, wanted); count += !row.hidden; });
    heads.forEach((head, n) => {
      if (!head.dataset.text) return;
      const gone = !has(head.dataset.text, kept);
      head.hidden = gone;
      rows.forEach(row => { row.cells[n].hidden = gone; });
    });
    said.textContent = `${count} of ${rows.length} models shown`;
  }
  function sort(n) {
    const down = heads[n].getAttribute("aria-sort") !== "descending";
    heads.forEach(head => head.removeAttribute("aria-sort"));
    heads[n].setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = row => row.cells[n].dataset.key ?? "";
    const number = row => key(row) === "" ? null : Number(key(row));
    const numeric = heads[n].dataset.kind === "number";
    rows.sort((a, b) => {
      if (!numeric) return (down ? 1 : -1) * key(a).localeCompare(key(b));
      const x = number(a), y = number(b);
      // What has no score stands last in either direction.
      return x === null ? (y === null ? 0 : 1) : y === null ? -1 : (down ? y - x : x - y);
    });
    body.append(...rows);
  }
  heads.forEach((head, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(n));
    head.append(button);
  });
  [models, columns].forEach(box => box.addEventListener("input", filter));
  document.getElementById("tools").hidden = false;
})();

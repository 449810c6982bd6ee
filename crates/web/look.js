// Her own look, before anything is painted: this is the one script that the page waits for.
for (const name of ["theme", "text"]) {
  try {
    const chosen = localStorage.getItem(name);
    if (chosen) document.documentElement.setAttribute(`data-${name}`, chosen);
  } catch {
    // Storage may be turned off; the page then looks as usual.
  }
}

/** Runs before the first paint, on a page that is kept for everybody: the theme chosen on this device. */
{
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}

// Small services for the pages: links that change the page without a reload (the address bar is the
// state), Chinese in place of Streamlit's own English texts, charts saved as pictures, and the
// remembered name of the uploader.
const WORDS = __WORDS__;
const PAPER = __PAPER__;
const PATTERNS = __PATTERNS__.map(([from, to]) => [new RegExp(from), to]);

function translate(text) {
  const bare = text.trim();
  if (!/[A-Za-z]/.test(bare)) return null;
  if (WORDS[bare] !== undefined) return text.replace(bare, WORDS[bare]);
  for (const [from, to] of PATTERNS) if (from.test(bare)) return text.replace(bare, bare.replace(from, to));
  return null;
}
function mendText(node) {
  const parent = node.parentElement;
  if (parent && parent.closest(".tp, [data-testid='stMarkdownContainer'] p, [data-testid='stIconMaterial'], script, style, textarea, code")
      && !parent.closest("[data-testid='stFileUploader'], button, [role='option'], [data-baseweb]")) return;
  if (parent && parent.closest("[data-testid='stIconMaterial']")) return;
  const said = translate(node.nodeValue);
  if (said !== null && said !== node.nodeValue) node.nodeValue = said;
}
const NAMES = ["aria-label", "title", "placeholder", "alt", "data-title"];
function mendNames(element) {
  for (const name of NAMES) {
    const now = element.getAttribute(name);
    if (!now) continue;
    const said = translate(now);
    if (said !== null && said !== now) element.setAttribute(name, said);
  }
}
function mend(root) {
  if (root.nodeType === Node.TEXT_NODE) return mendText(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  mendNames(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    if (walker.currentNode.nodeType === Node.TEXT_NODE) mendText(walker.currentNode);
    else mendNames(walker.currentNode);
  }
}
function watch() {
  document.documentElement.lang = "zh-CN";
  mend(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(mend);
      else if (change.type === "characterData") mendText(change.target);
      else mendNames(change.target);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES });
}
function follow(event) {
  const anchor = event.target.closest && event.target.closest("a.tp-go");
  if (!anchor || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState({}, "", anchor.getAttribute("href"));
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector("[data-testid='stMain']")?.scrollTo(0, 0);
}
function printPage(event) {
  if (event.target.closest && event.target.closest("button.tp-print")) window.print();
}
// A drawing that came as SVG is saved as it is, or painted twice as fine for a PNG.
function saveDrawing(drawn, format) {
  const source = `data:image/svg+xml;charset=utf-8,${drawn.dataset.svg}`;
  const save = (href) => Object.assign(document.createElement("a"), { href, download: `${drawn.dataset.name}.${format}` }).click();
  if (format === "svg") return save(source);
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"));
  };
  image.src = source;
}
// A chart's picture is made by the chart's own button, which no one sees; it is told the kind first.
function takePicture(event) {
  const button = event.target.closest && event.target.closest("button.tp-shot");
  if (!button) return;
  const drawn = button.closest("[data-svg]");
  if (drawn) return saveDrawing(drawn, button.dataset.format);
  const chart = document.querySelector(`.st-key-${CSS.escape(button.dataset.chart)} .js-plotly-plot`);
  const own = chart && chart.querySelector(".modebar-btn[data-attr='toImage'], .modebar-btn");
  if (!own || !chart._context) return;
  chart._context.toImageButtonOptions = { ...chart._context.toImageButtonOptions, format: button.dataset.format };
  const { data, layout } = chart;
  if (schemeNow() === "dark") Object.assign(chart, { data: onPaper(data), layout: onPaper(layout) });
  own.dispatchEvent(new MouseEvent("click", { bubbles: true }));  // the picture copies both at once
  Object.assign(chart, { data, layout });
}
function schemeNow() {
  const app = document.querySelector(".stApp");
  return app && getComputedStyle(app).colorScheme.split(" ")[0];
}
// A picture stands on white paper: the colours of a dark page become those of a light one.
function onPaper(value) {
  if (typeof value === "string") return PAPER[value] ?? PAPER[value.toUpperCase()] ?? value;
  if (Array.isArray(value)) return value.map(onPaper);
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, onPaper(inner)]));
}
// On paper a chart drawn for a wide screen shrinks to the page instead of being cut.
function fitCharts() {
  for (const svg of document.querySelectorAll(".js-plotly-plot .main-svg")) {
    const [wide, tall] = [parseFloat(svg.getAttribute("width")), parseFloat(svg.getAttribute("height"))];
    if (wide && tall) svg.setAttribute("viewBox", `0 0 ${wide} ${tall}`);
  }
}
function unfitCharts() {
  for (const svg of document.querySelectorAll(".js-plotly-plot .main-svg")) svg.removeAttribute("viewBox");
}
// Streamlit remembers the chosen look per page; one choice is meant for all pages.
const PAGES = [
  "/", "/overview", "/alerts", "/progress", "/indicators", "/units", "/compare", "/upload",
  "/reporting", "/papers", "/plan", "/areas", "/exports", "/guide", "/library", "/checks",
  "/method", "/setup", "/actions", "/approval", "/hand-in", "/users", "/audit", "/backup",
];
function spreadTheme() {
  const start = `stActiveTheme-${location.pathname}-v`;
  const own = Object.keys(localStorage).find((key) => key.startsWith(start));
  if (!own) return;
  for (const page of PAGES) localStorage.setItem(`stActiveTheme-${page}-v${own.slice(start.length)}`, localStorage.getItem(own));
}
// When the connection is gone because the sign-in is over, the page gives way to the sign-in page.
function watchSignIn() {
  let asking = false;
  new MutationObserver(async () => {
    const state = document.querySelector(".stApp")?.getAttribute("data-test-connection-state");
    if (asking || !state || state === "CONNECTED") return;
    asking = true;
    const answer = await fetch("/account/alive", { cache: "no-store" }).catch(() => null);
    if (answer && answer.status === 401) location.reload();
    else setTimeout(() => { asking = false; }, 2000);
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
}
export default function (component) {
  const { data, setTriggerValue } = component;
  if (!window.__twoplans) {
    window.__twoplans = true;
    document.addEventListener("click", follow, true);
    document.addEventListener("click", takePicture);
    window.addEventListener("beforeprint", fitCharts);
    window.addEventListener("afterprint", unfitCharts);
    document.addEventListener("click", printPage);
    watch();
    watchSignIn();
  }
  if (data && data.name) {
    document.cookie = `${data.cookie}=${encodeURIComponent(data.name)}; path=/; max-age=31536000; SameSite=Strict`;
  }
  const scheme = schemeNow();
  if (data && (scheme === "dark" || scheme === "light") && data.theme !== scheme) {
    spreadTheme();
    setTriggerValue("theme", scheme);
  }
}

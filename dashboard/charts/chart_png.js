// How does a chart become a picture file, in the browser alone?

const INK = "#1F2933";
const GROUND = "#FFFFFF";
const SCALE = 2;
const EDGE = 16;
const LINE = 18;

export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  button.title = data.help;
  button.setAttribute("aria-label", data.help);
  button.onclick = () => save(parentElement, data);
}

async function save(parentElement, data) {
  const inside = parentElement.host ?? parentElement;
  const plot = inside.closest(`.st-key-${data.frame}`).querySelector(".js-plotly-plot");
  const blob = await drawn(plot, data.foot);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = data.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The layers of the chart one over the other on white, and under them how old the figures are and who published them.
async function drawn(plot, foot) {
  const { width, height } = plot.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const font = `13px ${getComputedStyle(plot).fontFamily}`;
  pen.font = font;
  const lines = foot.flatMap((text) => wrapped(pen, text, width));
  canvas.width = SCALE * (width + 2 * EDGE);
  canvas.height = SCALE * (height + 2 * EDGE + LINE * lines.length);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = GROUND;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of plot.querySelectorAll("svg.main-svg")) {
    pen.drawImage(await picture(layer, width, height), EDGE, EDGE, width, height);
  }
  pen.font = font;
  pen.fillStyle = INK;
  lines.forEach((line, index) => pen.fillText(line, EDGE, EDGE + height + LINE * (index + 1)));
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function wrapped(pen, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

async function picture(layer, width, height) {
  const copy = layer.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  dressed(layer, copy);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

// Words bear the font of the page, and ink: on a dark page they are light and would not be seen on white.
function dressed(layer, copy) {
  const texts = copy.querySelectorAll("text");
  layer.querySelectorAll("text").forEach((own, index) => {
    const style = getComputedStyle(own);
    texts[index].style.fontFamily = style.fontFamily;
    texts[index].style.fontSize = style.fontSize;
    texts[index].style.fontWeight = style.fontWeight;
    texts[index].style.fill = isLight(style.fill) ? INK : style.fill;
  });
}

function isLight(colour) {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
}

"""Measures the contrast of every text a person sees on a page."""

from __future__ import annotations

from playwright.async_api import Page

_LOW_CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const layers = (element) => {
    const found = [];
    for (let one = element; one; one = one.parentElement) {
      found.push(rgba(getComputedStyle(one).backgroundColor));
    }
    return found.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = ([red, green, blue]) => {
    const part = (value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    if (["SCRIPT", "NOSCRIPT", "OPTION"].includes(element.tagName)) continue;
    const back = layers(element);
    const style = getComputedStyle(element);
    const text = rgba(style.color);
    text[3] *= Number(style.opacity);
    const [one, two] = [light(over(text, back)), light(back)];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) low.push(`${node.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return low;
}
"""


async def texts_of_low_contrast(page: Page) -> list[str]:
    """Give the visible texts below 4.5:1 against what lies behind them, with their ratio."""
    found: list[str] = await page.evaluate(_LOW_CONTRAST)
    return found

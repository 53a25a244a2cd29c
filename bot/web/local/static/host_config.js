/** How the card renderer draws: Teams' sizes, and the theme's colours by name, so that a change of
 * theme needs no repaint and loses nothing typed. */

const colour = (name) => ({
  default: `var(--${name})`,
  subtle: name === "text" ? "var(--subtle)" : `var(--${name})`,
});

const foregroundColors = Object.fromEntries(
  Object.entries({
    default: "text", dark: "text", light: "subtle", accent: "accent",
    good: "good", warning: "warning", attention: "attention",
  }).map(([name, variable]) => [name, colour(variable)]),
);

const box = (name) => ({ backgroundColor: `var(--${name})`, foregroundColors });

const label = { color: "default", size: "default", weight: "bolder" };

export const HOST_CONFIG = {
  fontFamily: '"Segoe UI", "Noto Sans", system-ui, sans-serif',
  supportsInteractivity: true,
  spacing: { small: 6, default: 8, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 26, extraLarge: 32 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  textBlock: { headingLevel: 2 },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { ...label, suffix: " *", suffixColor: "attention" },
      optionalInputs: label,
    },
    errorMessage: { color: "attention", size: "small", weight: "bolder", spacing: "small" },
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 0,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { weight: "default", isSubtle: true, wrap: true, maxWidth: 140 },
    value: { wrap: true },
    spacing: 10,
  },
  containerStyles: {
    default: { backgroundColor: "transparent", foregroundColors },
    emphasis: box("emphasis-box"),
    good: box("good-box"),
    warning: box("warning-box"),
    attention: box("attention-box"),
    accent: box("accent-box"),
  },
};

// Dates as the page writes them. Names of months come with the page, since no Intl knows the style a meeting has chosen;
// this is the one place that asks Intl for a date.

const FIXED = { hourCycle: "h23", numberingSystem: "latn" };

function names() {
  return document.querySelector("[data-months]")?.dataset.months.split("|");
}

export function dateWriter(options) {
  const language = document.documentElement.lang.replace("en", "en-GB");
  const written = new Intl.DateTimeFormat(language, { ...FIXED, ...options });
  const month = new Intl.DateTimeFormat("en", { ...FIXED, timeZone: options.timeZone, month: "numeric" });
  const months = names();
  const text = ({ type, value }, ms) => {
    if (type === "month") return months?.[month.format(ms) - 1] ?? value;
    return type === "day" && value === "1" && language === "fr" ? "1er" : value;
  };
  return (ms) => written.formatToParts(ms).map((part) => text(part, ms)).join("");
}

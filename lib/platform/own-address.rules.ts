/**
 * What is wrong with an address given as the console's own, as words that say what to do; undefined when nothing is.
 * Cookies, links and the check of where a change comes from are made from it, so half an address is none.
 */
export function addressFault(text: string): string | undefined {
  const example = `http://${text.replace(/^[/\s]+/, "") || "localhost:3000"}`;
  if (!/^https?:\/\//i.test(text))
    return `is no whole address: write the scheme too, as in ${URL.canParse(example) ? new URL(example).origin : "https://signalbox.example"}`;
  if (!URL.canParse(text)) return "is no address that a browser could open";
  const url = new URL(text);
  if (url.username || url.password)
    return "holds a user name or password, which links to it would tell everybody: leave them out";
  if (url.pathname !== "/" || url.search || url.hash) {
    return `has something after the host: Signalbox is served from the top of a host name only. Give it a name of its own and write ${url.origin}`;
  }
  return undefined;
}

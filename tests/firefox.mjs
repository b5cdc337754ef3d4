// Runs a script in pages in one Firefox, from which every other host is out of reach.
// Usage: node firefox.mjs <path of Firefox> <address of a page> … < script > for each page { answer, complaints } as JSON:
// what the script returns, and the errors that the page reported
import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";

const script = await text(process.stdin);
const [executablePath, ...addresses] = process.argv.slice(2);
const nowhere = { "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9 };
const extraPrefsFirefox = {
  ...nowhere,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.no_proxies_on": "127.0.0.1",
};
const browser = await puppeteer.launch({ browser: "firefox", executablePath, extraPrefsFirefox, protocolTimeout: 180_000 });

async function visit(address) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.setDefaultTimeout(180_000);
  await page.goto(address);
  const answer = await page.evaluate(`(async () => { ${script} })()`);
  await page.close();
  return { answer, complaints };
}

try {
  const seen = [];
  for (const address of addresses) seen.push(await visit(address));
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
}

// Usage: node encode.mjs MODEL_DIR TEXTS.json. Reads commands, one a line, and answers each with one line of JSON:
// "time" encodes every text and says how long that took, "ids" gives the ids of every text.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { Tokenizer } from "@huggingface/tokenizers";

const [folder, textsFile] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const configFile = path.join(folder, "tokenizer_config.json");
const tokenizer = new Tokenizer(read(path.join(folder, "tokenizer.json")), fs.existsSync(configFile) ? read(configFile) : {});
const texts = read(textsFile);

function time() {
  let tokens = 0;
  const start = performance.now();
  for (const text of texts) tokens += tokenizer.encode(text).ids.length;
  return { seconds: (performance.now() - start) / 1000, tokens };
}

for await (const command of readline.createInterface({ input: process.stdin })) {
  const answer = command === "ids" ? texts.map((text) => tokenizer.encode(text).ids) : time();
  process.stdout.write(JSON.stringify(answer) + "\n");
}

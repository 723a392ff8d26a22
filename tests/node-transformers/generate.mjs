// Generates greedily with Transformers.js: takes {folder, prompts, newTokens, padToken} from standard input, prints the new tokens of each
// prompt. All prompts run as one batch: padded at their end for an encoder, at their front for a network without one. A row goes on after
// its end token.
import { readFileSync } from "node:fs";
import { AutoModelForCausalLM, AutoModelForSeq2SeqLM, Tensor, env } from "@huggingface/transformers";

env.allowRemoteModels = false;
const { folder, prompts, newTokens, padToken } = JSON.parse(readFileSync(0, "utf8"));
const hasEncoder = JSON.parse(readFileSync(`${folder}/config.json`, "utf8")).is_encoder_decoder === true;
// An empty subfolder, because the graphs lie beside config.json and not in a folder named onnx.
const options = { subfolder: "", dtype: "fp32", local_files_only: true };
const model = await (hasEncoder ? AutoModelForSeq2SeqLM : AutoModelForCausalLM).from_pretrained(folder, options);

const length = Math.max(...prompts.map(p => p.length));
const rows = (of, fill) => {
    const padded = prompts.map(prompt => {
        const padding = Array(length - prompt.length).fill(fill);
        return hasEncoder ? [...prompt.map(of), ...padding] : [...padding, ...prompt.map(of)];
    });
    return new Tensor("int64", BigInt64Array.from(padded.flat(), BigInt), [prompts.length, length]);
};
const outputs = await model.generate({
    input_ids: rows(id => id, padToken),
    attention_mask: rows(() => 1, 0),
    max_new_tokens: newTokens,
    do_sample: false,
});
const given = hasEncoder ? 1 : length;
console.log(JSON.stringify(outputs.tolist().map(row => row.slice(given).map(Number))));

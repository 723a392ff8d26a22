// Writes a Parquet file with version 2 data pages, for tests of the reader. argv: the file.
// stdin: {"columns": [{name, data, type, encoding, nullable}, …], "options": {…}}; INT64 data is text.
import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';

let input = '';
for await (const piece of process.stdin) input += piece;
const { columns, options } = JSON.parse(input);
for (const column of columns) {
  if (column.type === 'INT64') column.data = column.data.map(v => (v === null ? null : BigInt(v)));
}
writeFileSync(process.argv[2], Buffer.from(parquetWriteBuffer({ columnData: columns, ...options })));

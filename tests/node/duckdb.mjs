// Runs SQL in DuckDB, for tests that need a program that reads and writes Parquet and is not ours.
// stdin: {"statements": [SQL, …], "query": SQL or null}; stdout: the query's rows as JSON, 64-bit integers as text.
import { DuckDBInstance } from '@duckdb/node-api';

let input = '';
for await (const piece of process.stdin) input += piece;
const { statements, query } = JSON.parse(input);
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
for (const statement of statements) await connection.run(statement);
const rows = query ? (await connection.runAndReadAll(query)).getRowObjectsJson() : [];
process.stdout.write(JSON.stringify(rows));

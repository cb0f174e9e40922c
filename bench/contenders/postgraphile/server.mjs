// PostGraphile as its documentation has it for production, in one process, with a pool of a given size.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";

// where the server is, and as whom, is in PGHOST and its like
const pool = new pg.Pool({ max: Number(process.env.POOL_MAX) });
const handle = postgraphile(pool, "public", {
  graphiql: false,
  disableQueryLog: true,
  retryOnInitFail: false,
});
createServer((request, response) => {
  if (request.url === "/health/ready") {
    response.end();
  } else {
    handle(request, response);
  }
}).listen(Number(process.env.HTTP_PORT), "127.0.0.1");

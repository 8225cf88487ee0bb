// Validates SARIF logs against the schema of SARIF 2.1.0.
// usage: node validate_sarif.cjs NODE_MODULES FILE…   exit status 0 when all are valid
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, ...files] = process.argv.slice(2);
const Ajv = require(path.join(modules, 'ajv', 'dist', '2020'));
const addFormats = require(path.join(modules, 'ajv-formats'));

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
const schema = readJson(path.join(modules, '@microsoft', 'sarif-multitool-linux', 'sarif-2.1.0.json'));
const ajv = new Ajv({strict: false, allErrors: true});
addFormats(ajv);
const validate = ajv.compile(schema);

let valid = files.length > 0;
for (const file of files) {
  if (validate(readJson(file))) continue;
  valid = false;
  for (const error of validate.errors) console.log(`${file}: ${error.instancePath} ${error.message}`);
}
process.exit(valid ? 0 : 1);

// Whether a file is an OpenAPI document by the letter of the specification.
// usage: node tests/api/openapi_valid.mjs FILE; prints what is wrong, exits with 1 then.
import { readFileSync } from 'node:fs'
import { Validator } from '../../web/node_modules/@seriousme/openapi-schema-validator/index.js'

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const validator = new Validator()
const { valid, errors } = await validator.validate(document)
if (!valid) console.log(JSON.stringify(errors, null, 1))
console.log(`OpenAPI ${validator.version}`)
process.exit(valid ? 0 : 1)

// What HashiCorp's own HCL parser, compiled to WebAssembly, makes of files and expressions.
// usage: node hcl_reference.cjs NODE_MODULES INPUT OUTPUT
// INPUT:  {"files": [{"path": …, "expressions": [text…]}…]}
// OUTPUT: {"files": [{"error": text or null, "skeletons": [text…]}…]}, in the same order
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, input, output] = process.argv.slice(2);
const {getExpressionAst, parse} = require(path.join(modules, '@cdktn', 'hcl2json'));

const operators = {
  add: '+', subtract: '-', multiply: '*', divide: '/', modulo: '%', equal: '==', notEqual: '!=',
  lessThan: '<', lessThanOrEqual: '<=', greaterThan: '>', greaterThanOrEqual: '>=', logicalAnd: '&&',
  logicalOr: '||', negate: '-', logicalNot: '!',
};

const steps = (node) => node.meta.traversal.map((step) => step.segment.replace(/^"(.*)"$/s, '$1'));

function skeleton(node) {
  const children = (node.children || []).map(skeleton);
  const inside = children.join('');
  switch (node.type) {
    case 'scopeTraversal': return '$' + steps(node).join('.') + ' ';
    case 'relativeTraversal': return 'of(' + inside + ')' + steps(node).map((step) => '.' + step).join('') + ' ';
    case 'index': return 'index(' + inside + ')';
    case 'splat': return 'splat(' + inside + ')';
    case 'conditional': return '?(' + inside + ')';
    case 'unaryOp':
    case 'binaryOp': return (operators[node.meta.operator] || node.meta.operator) + '(' + inside + ')';
    case 'function':
      return 'call ' + node.meta.name + '(' + inside + (node.meta.expandedFinalArgument ? '...' : '') + ')';
    case 'for':
      return 'for ' + node.meta.keyVar + ',' + node.meta.valVar + '(' + inside +
             (node.meta.groupedValue ? '...' : '') + ')';
    case 'tuple': return '[' + children.map((child) => ';' + child).join('') + ']';
    case 'object': {
      let text = '{';
      for (let i = 0; i < children.length; i += 2) text += ';' + children[i] + (children[i + 1] || '');
      return text + '}';
    }
    case 'literalValue': return node.meta.type === 'number' ? '#' + node.meta.value + ' ' : '';
    default: return inside;
  }
}

async function main() {
  const cache = new Map();
  const reference = async (text) => {
    if (!cache.has(text)) {
      // A heredoc ends with the line of its marker.
      const whole = text.includes('<<') ? text + '\n' : text;
      cache.set(text, await getExpressionAst('main.tf', whole).then(skeleton, (error) => 'error: ' + error));
    }
    return cache.get(text);
  };
  const files = [];
  for (const file of JSON.parse(fs.readFileSync(input, 'utf8')).files) {
    const text = fs.readFileSync(file.path, 'utf8');
    const error = await parse('main.tf', text).then(() => null, (problem) => String(problem.message || problem));
    const skeletons = [];
    for (const expression of file.expressions) skeletons.push(await reference(expression));
    files.push({error, skeletons});
  }
  fs.writeFileSync(output, JSON.stringify({files}));
}

main();

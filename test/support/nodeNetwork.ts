// Loaded before every test process and its Node children: a connection that would leave this machine is an error.
import dns from 'node:dns';
import net from 'node:net';

const local = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', '::', '']);

function check(host: unknown): void {
  if (typeof host !== 'string') return;
  if (local.has(host) || host.startsWith('127.') || host.endsWith('.localhost')) return;
  const message = `A test tried to reach ${host}: tests may use this machine only.`;
  process.stderr.write(`${message}\n`);
  // also when the caller swallows the error
  process.exitCode = 1;
  throw new Error(message);
}

type Connect = (this: net.Socket, ...parameters: unknown[]) => net.Socket;
const connect = net.Socket.prototype.connect as unknown as Connect;
net.Socket.prototype.connect = function (this: net.Socket, ...parameters: unknown[]) {
  // net.connect hands over its parameters already normalised: [[options, callback]]
  const first = Array.isArray(parameters[0]) ? (parameters[0] as unknown[])[0] : parameters[0];
  if (typeof first === 'object' && first !== null && 'host' in first) check(first.host);
  else if (typeof parameters[1] === 'string') check(parameters[1]);
  return connect.apply(this, parameters);
} as typeof net.Socket.prototype.connect;

const lookup = dns.lookup as unknown as (...parameters: unknown[]) => void;
dns.lookup = ((host: string, ...rest: unknown[]) => {
  check(host);
  lookup(host, ...rest);
}) as typeof dns.lookup;

// HTTP for images and files when nothing is injected: in a browser what tells the progress of an upload, else `fetch`.
import type { Http, HttpRequest } from "./injected.js";

const byXhr: Http = ({ method, url, headers, body, signal, progress }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "blob";
    for (const name in headers) request.setRequestHeader(name, headers[name] ?? "");
    for (const part of [request, request.upload]) {
      part.onprogress = ({ loaded, total }) => progress(total && loaded / total);
    }
    request.onload = () => resolve({ status: request.status, body: request.response });
    request.onerror = reject;
    request.onabort = reject;
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });

const byFetch: Http = async ({ url, progress, ...init }: HttpRequest) => {
  const response = await fetch(url, init);
  progress(1);
  return { status: response.status, body: await response.blob() };
};

export const defaultHttp: Http = (request) =>
  (globalThis.XMLHttpRequest ? byXhr : byFetch)(request);

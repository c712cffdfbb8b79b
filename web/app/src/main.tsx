// The page's entrance: the one place that names the browser; all else gets what it needs handed in.
import { createParley } from "@parley-chat/client";
import { mount } from "./mount.tsx";
import "./styles/index.css";

mount(document.getElementById("page") ?? document.body, createParley());

package com.dataenginex.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A real browser without a window, with one page, driven by its DevTools protocol; it notes what the page complains of. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final WebSocket socket;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Path folder) {
        Path chromium = Tool.require("chromium");
        Path profile = folder.resolve("profile");
        try {
            process = new ProcessBuilder(List.of(chromium.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--hide-scrollbars", "--force-prefers-reduced-motion",
                    "--user-data-dir=" + profile, "--remote-debugging-port=0", "about:blank"))
                    .redirectErrorStream(true).redirectOutput(folder.resolve("chromium.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path portFile = profile.resolve("DevToolsActivePort");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(portFile) && Files.size(portFile) > 0);
        URI page = Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> page(portFile),
                found -> found != null);
        socket = client.newWebSocketBuilder().buildAsync(page, this).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable");
        }
    }

    public static Browser start(Path folder) {
        return new Browser(folder);
    }

    private URI page(Path portFile) throws IOException, InterruptedException {
        String port = Files.readAllLines(portFile).getFirst();
        JsonNode targets = JSON.readTree(client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build(),
                HttpResponse.BodyHandlers.ofString()).body());
        for (JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        return null;
    }

    /** Sends a command; its parameters are names and values in turn. */
    public JsonNode send(String method, Object... parameters) {
        ObjectNode command = JSON.createObjectNode().put("id", ids.incrementAndGet()).put("method", method);
        ObjectNode given = command.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            given.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(command.path("id").intValue(), answer);
        socket.sendText(command.toString(), true).join();
        JsonNode answered = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (answered.has("error")) {
            throw new AssertionError(method + ": " + answered.path("error"));
        }
        return answered.path("result");
    }

    public void open(String url) {
        send("Page.navigate", "url", "about:blank");
        send("Page.navigate", "url", url);
        await("document.readyState === 'complete'");
    }

    /** The value of an expression, or what its promise comes to. */
    public JsonNode value(String expression) {
        JsonNode result = send("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise",
                true);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void await(String condition) {
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions()
                    .until(() -> value("!!(" + condition + ")").booleanValue());
        } catch (RuntimeException e) {
            throw new AssertionError(condition + " in:\n" + text() + "\n" + complaints, e);
        }
    }

    /** The text that a person sees. */
    public String text() {
        return value("document.body.innerText").asText();
    }

    public void awaitText(String wanted) {
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions()
                    .until(() -> text().contains(wanted));
        } catch (RuntimeException e) {
            throw new AssertionError("\"" + wanted + "\" in:\n" + text() + "\n" + complaints, e);
        }
    }

    public void key(String key) {
        send("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "text", key.length() == 1 ? key : "");
        send("Input.dispatchKeyEvent", "type", "keyUp", "key", key);
    }

    public void type(String text) {
        send("Input.insertText", "text", text);
    }

    /** Looks at the page in this size and with this scheme of colours. */
    public void look(int width, int height, String scheme) {
        send("Emulation.setDeviceMetricsOverride", "width", width, "height", height, "deviceScaleFactor", 1, "mobile",
                false);
        send("Emulation.setEmulatedMedia", "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
        value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    public void picture(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder()
                    .decode(send("Page.captureScreenshot", "format", "png").path("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Errors and warnings of the console, exceptions, violations of the policy, failed loads. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void forgetComplaints() {
        complaints.clear();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** Whoever waits for an answer is told why none comes. */
    @Override
    public void onError(WebSocket from, Throwable error) {
        asked.values().forEach(answer -> answer.completeExceptionally(error));
    }

    private void take(String text) {
        JsonNode message = Lines.parse(text);
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = asked.remove(message.path("id").intValue());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        JsonNode about = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> complaints.add(about.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(about.path("type").asText())) {
                    complaints.add(about.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = about.path("entry");
                if (List.of("error", "warning").contains(entry.path("level").asText())) {
                    complaints.add(entry.path("text").asText() + " " + entry.path("url").asText());
                }
            }
            default -> {
                // Of no interest.
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}

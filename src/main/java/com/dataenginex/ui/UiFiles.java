package com.dataenginex.ui;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.Response;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page: its own, in {@code /ui} of the class path, and those of two libraries, from their WebJars. */
final class UiFiles {
    private static final String FOLDER = "/ui/";
    private static final Pattern OWN = Pattern.compile("[a-z-]{1,40}\\.(js|css|svg)");
    /** The package in the registry, and where it keeps the file. */
    private static final Map<String, String> LIBRARIES = Map.of("lit-html.js", "lit-html/{version}/lit-html.js",
            "uPlot.js", "uplot/{version}/dist/uPlot.esm.js", "uPlot.css", "uplot/{version}/dist/uPlot.min.css");
    private static final Map<String, MediaType> TYPES = Map.of("html", MediaTypes.TEXT_HTML, "js",
            MediaTypes.create("text", "javascript"), "css", MediaTypes.create("text", "css"), "svg",
            MediaTypes.create("image", "svg+xml"));
    private static final int TAG_DIGITS = 16;
    /** A browser keeps them, and asks each time whether they have changed. */
    private static final Header REVALIDATE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private final Map<String, StaticFile> read = new ConcurrentHashMap<>();

    /** One file, read once. */
    private record StaticFile(byte[] bytes, MediaType type, String tag) {
    }

    /** {@code GET /ui}. */
    void page(ServerRequest req, ServerResponse res) {
        send(req, res, FOLDER + "index.html");
    }

    /** {@code GET /ui/{file}}. */
    void own(ServerRequest req, ServerResponse res) {
        String name = Exchange.current().pathValues().getFirst();
        send(req, res, OWN.matcher(name).matches() ? FOLDER + name : null);
    }

    /** {@code GET /ui/lib/{file}}. */
    void library(ServerRequest req, ServerResponse res) {
        String path = LIBRARIES.get(Exchange.current().pathValues().getFirst());
        send(req, res, path == null ? null : libraryFile(path));
    }

    private void send(ServerRequest req, ServerResponse res, String path) {
        if (path == null || UiFiles.class.getResource(path) == null) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND));
        }
        StaticFile file = read.computeIfAbsent(path, UiFiles::file);
        Response.requireAccepted(req, file.type());
        res.header(REVALIDATE).header(HeaderNames.ETAG, file.tag());
        if (req.headers().contains(HeaderNames.IF_NONE_MATCH)
                && req.headers().get(HeaderNames.IF_NONE_MATCH).get().contains(file.tag())) {
            res.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        res.header(HeaderNames.CONTENT_TYPE, file.type().text() + "; charset=utf-8");
        res.send(file.bytes());
    }

    private static String libraryFile(String path) {
        String name = path.substring(0, path.indexOf('/'));
        Properties properties = new Properties();
        try (InputStream in = UiFiles.class
                .getResourceAsStream("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + path.replace("{version}", properties.getProperty("version"));
    }

    private static StaticFile file(String path) {
        try (InputStream in = UiFiles.class.getResourceAsStream(path)) {
            byte[] bytes = in.readAllBytes();
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new StaticFile(bytes, TYPES.get(path.substring(path.lastIndexOf('.') + 1)),
                    '"' + digest.substring(0, TAG_DIGITS) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            // Every Java has it.
            throw new IllegalStateException(e);
        }
    }
}

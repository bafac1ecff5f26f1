package com.dataenginex.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads JSON from a program that may not be there yet. */
public final class JsonApi {
    private static final int NOT_READY = 503;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /** @param path what every call begins with, such as {@code /api/v1/} */
    public JsonApi(int port, String path) {
        base = "http://127.0.0.1:" + port + path;
    }

    /** The answer as it is, or an empty text while nobody listens. */
    public String text(String call) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(base + call)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer, or an empty object while nobody listens, or listens and is not ready (503). */
    public JsonNode get(String call) {
        try {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(base + call)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return Lines.parse(answer.statusCode() == NOT_READY ? "{}" : answer.body());
        } catch (IOException e) {
            return Lines.parse("{}");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

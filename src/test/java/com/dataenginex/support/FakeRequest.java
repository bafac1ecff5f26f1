package com.dataenginex.support;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A request without a server, as far as handlers read it, and a response that notes what it was asked for. */
public final class FakeRequest {
    private FakeRequest() {
    }

    public static ServerRequest get(String target) {
        return of(Method.GET, target, Map.of(), "");
    }

    /** @param body of which each character is one byte */
    public static ServerRequest of(Method method, String target, Map<String, String> headers, String body) {
        HttpPrologue prologue = HttpPrologue.create("HTTP/1.1", "HTTP", "1.1", method, target, false);
        WritableHeaders<?> writable = WritableHeaders.create();
        headers.forEach((name, value) -> writable.set(HeaderNames.create(name), value));
        ServerRequestHeaders read = ServerRequestHeaders.create(writable);
        ReadableEntity entity = fake(ReadableEntity.class, (proxy, called, arguments) -> switch (called.getName()) {
            case "inputStream" -> new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
            default -> throw new UnsupportedOperationException(called.toString());
        });
        PeerInfo peer = fake(PeerInfo.class, (proxy, called, arguments) -> switch (called.getName()) {
            case "address" -> new InetSocketAddress("127.0.0.1", 1);
            default -> throw new UnsupportedOperationException(called.toString());
        });
        return fake(ServerRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
            case "prologue" -> prologue;
            case "query" -> prologue.query();
            case "headers" -> read;
            case "content" -> entity;
            case "remotePeer" -> peer;
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    /** @param calls receives each call as {@code name[arguments]} */
    public static ServerResponse response(List<String> calls) {
        return fake(ServerResponse.class, (proxy, called, arguments) -> {
            calls.add(called.getName() + shown(arguments));
            return called.getReturnType().isInstance(proxy) ? proxy : null;
        });
    }

    private static List<String> shown(Object[] arguments) {
        return arguments == null
                ? List.of()
                : Arrays.stream(arguments)
                        .map(one -> one instanceof Header header
                                ? header.name() + ": " + header.values()
                                : String.valueOf(one))
                        .toList();
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(FakeRequest.class.getClassLoader(), new Class<?>[]{type}, answers));
    }
}

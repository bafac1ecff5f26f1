package com.dataenginex.tracing;

import com.dataenginex.http.StandardMethods;
import io.opentelemetry.api.common.AttributeKey;

/** OpenTelemetry's stable HTTP semantic conventions (1.23 and later), and the three older names that the specification shows. */
final class HttpAttributes {
    static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> REQUEST_METHOD_ORIGINAL = AttributeKey.stringKey("http.request.method_original");
    static final AttributeKey<Long> RESPONSE_STATUS_CODE = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");
    static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");
    static final AttributeKey<String> URL_FULL = AttributeKey.stringKey("url.full");
    static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");
    static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("request_id");
    static final AttributeKey<Long> STREAM_EVENTS = AttributeKey.longKey("stream.events");
    static final AttributeKey<String> OLD_METHOD = AttributeKey.stringKey("http.method");
    static final AttributeKey<Long> OLD_STATUS_CODE = AttributeKey.longKey("http.status_code");

    private HttpAttributes() {
    }

    /** The method, or {@code _OTHER} for one that the conventions do not know. */
    static String known(String method) {
        return StandardMethods.orElse(method, "_OTHER");
    }

    /** What a span's name begins with: the method, or {@code HTTP} for one that is not known. */
    static String inName(String method) {
        return StandardMethods.orElse(method, "HTTP");
    }
}

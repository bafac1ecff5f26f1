package com.dataenginex.helidon;

import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Takes the {@code Content-Length: 0} from requests without a body, which Helidon 4.5.0 sets as the last thing: some servers and
 * filters refuse a {@code GET} with one (RFC 9110, 8.6: it should not be sent).
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webclient/http1/src/main/java/io/helidon/webclient/http1/Http1CallEntityChain.java">Helidon 4.5.0</a>
 */
public final class BareGets implements WebClientService {

    @Override
    public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
        ClientRequestHeaders headers = proxy(ClientRequestHeaders.class, request.headers(), "set", arguments -> {
            return arguments.length == 1 && arguments[0] instanceof Header header
                    && header.headerName().equals(HeaderNames.CONTENT_LENGTH) && header.get().equals("0")
                            ? request.headers()
                            : null;
        });
        return chain.proceed(proxy(WebClientServiceRequest.class, request, "headers", arguments -> headers));
    }

    /** What a call is answered with, or null if it goes on. */
    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T target, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(BareGets.class.getClassLoader(), new Class<?>[]{type},
                (proxy, called, arguments) -> {
                    Object own = called.getName().equals(method)
                            ? answer.to(arguments == null ? new Object[0] : arguments)
                            : null;
                    if (own != null) {
                        return own;
                    }
                    try {
                        return called.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}

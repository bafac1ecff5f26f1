package com.dataenginex;

import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ErrorHandling;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.logging.RequestLoggingFilter;
import io.helidon.webserver.http.HttpRouting;
import java.util.function.Consumer;

/** The one table: filters from the outermost to the innermost, then path to handler. */
final class Routes {
    private final ErrorHandling errors;
    private final RequestLoggingFilter logging;
    private final RootHandler root;
    private final Consumer<Endpoints> more;

    Routes(ErrorHandling errors, RequestLoggingFilter logging, RootHandler root, Consumer<Endpoints> more) {
        this.errors = errors;
        this.logging = logging;
        this.root = root;
        this.more = more;
    }

    void register(HttpRouting.Builder routing) {
        routing.addFilter(new ExchangeFilter(errors))
                .addFilter(logging)
                .error(Throwable.class, errors);

        Endpoints endpoints = new Endpoints(routing)
                .get("/", root);
        more.accept(endpoints);
    }
}

package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.ConnectionContext;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingConnectionContextTest {

    /** Default methods too: one that Helidon adds, and that is not forwarded, would answer for no connection at all. */
    @Test
    void forwardsEveryMethodOfTheInterface() throws ReflectiveOperationException {
        List<String> asked = new ArrayList<>();
        ConnectionContext real = (ConnectionContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ConnectionContext.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
                });
        ConnectionContext forwarding = new ForwardingConnectionContext(real);

        List<String> expected = new ArrayList<>();
        for (Method method : ConnectionContext.class.getMethods()) {
            boolean logs = method.getName().equals("log");
            if (!Modifier.isStatic(method.getModifiers()) && !logs) {
                assertThat(method.getParameterCount()).as("a new kind of method: %s", method).isZero();
                method.invoke(forwarding);
                expected.add(method.getName());
            }
        }

        assertThat(asked).as("ForwardingConnectionContext must override each of these").containsAll(expected);
    }
}

package com.dataenginex.service;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** Whether a port can be listened on: for what Helidon logs in forty lines there is one here. */
final class FreePort {
    private FreePort() {
    }

    /**
     * @param variable that sets the port
     * @param host name or address
     * @throws StartException if it cannot, with what to do about it
     */
    static void require(String variable, String host, int port) throws StartException {
        // A ServerSocket listens once it is bound: who connected in that moment would be accepted, and then reset.
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new StartException("The name " + host + " does not resolve; set HOST to an address of this machine",
                    e);
        } catch (BindException e) {
            throw new StartException(refusal(variable, host, port, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new StartException("Cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static String refusal(String variable, String host, int port, String reason) {
        if (reason.contains("in use")) {
            return "Port " + port + " is in use; set " + variable + " to another one, or end what listens there";
        }
        return reason.contains("Permission")
                ? "Port " + port + " may not be bound by this user; set " + variable + " to one above 1023"
                : host + " is no address of this machine; set HOST to one that is";
    }
}

/**
 * What any service needs and none should copy.
 *
 * <p>Depends on the packages of the signals; knows neither the demonstrations nor the product.
 */
package com.dataenginex.service;

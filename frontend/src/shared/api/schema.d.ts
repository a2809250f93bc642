// Written by `make api-types` from the API's own description. Do not edit.
export interface paths {
    "/api/accounts/addresses/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["addresses_list"];
        put?: never;
        post: operations["addresses_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/addresses/{address_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["addresses_read"];
        put?: never;
        post?: never;
        delete: operations["addresses_delete"];
        options?: never;
        head?: never;
        patch: operations["addresses_update"];
        trace?: never;
    };
    "/api/accounts/browser-session/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_browser_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/change-password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/contact/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/deactivate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/email-confirmation/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_email_confirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/erase/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_erase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["auth_exports"];
        put?: never;
        post: operations["auth_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/login/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/logout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["auth_me_update"];
        trace?: never;
    };
    "/api/accounts/me/photo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_photo"];
        delete: operations["auth_photo_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/otp/request/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_otp_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/otp/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_otp_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password-reset/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password-reset/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_password_reset_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/register/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/second-factor/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["second_factor_state"];
        put?: never;
        post: operations["second_factor_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/second-factor/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["second_factor_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/second-factor/removal/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["second_factor_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sessions_list"];
        put?: never;
        post?: never;
        delete: operations["sessions_delete_others"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/sessions/{session_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["sessions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/token/refresh/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["auth_token_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/attributes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["attribute_list"];
        put?: never;
        post: operations["attribute_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/attributes/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["attribute_get"];
        put?: never;
        post?: never;
        delete: operations["attribute_delete"];
        options?: never;
        head?: never;
        patch: operations["attribute_update"];
        trace?: never;
    };
    "/api/catalog/brands/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["brand_list"];
        put?: never;
        post: operations["brand_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/brands/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["brand_get"];
        put?: never;
        post?: never;
        delete: operations["brand_delete"];
        options?: never;
        head?: never;
        patch: operations["brand_update"];
        trace?: never;
    };
    "/api/catalog/brands/{key}/logo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["brand_logo_set"];
        delete: operations["brand_logo_clear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/categories/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["category_list"];
        put?: never;
        post: operations["category_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/categories/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["category_get"];
        put?: never;
        post?: never;
        delete: operations["category_delete"];
        options?: never;
        head?: never;
        patch: operations["category_update"];
        trace?: never;
    };
    "/api/catalog/categories/{key}/attributes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["category_attribute_list"];
        put: operations["category_attribute_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/categories/{key}/image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["category_image_set"];
        delete: operations["category_image_clear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/categories/tree/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["category_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/managed-products/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["managed_product_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/product-variants/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["variant_list"];
        put?: never;
        post: operations["variant_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/product-variants/{variant_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["variant_get"];
        put?: never;
        post?: never;
        delete: operations["variant_delete"];
        options?: never;
        head?: never;
        patch: operations["variant_update"];
        trace?: never;
    };
    "/api/catalog/products/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalog_products_list"];
        put?: never;
        post: operations["product_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalog_products_retrieve"];
        put?: never;
        post?: never;
        delete: operations["product_delete"];
        options?: never;
        head?: never;
        patch: operations["product_update"];
        trace?: never;
    };
    "/api/catalog/products/{slug}/approve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["product_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/archive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["product_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/images/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["product_image_list"];
        put?: never;
        post: operations["product_image_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/images/{image_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["product_image_delete"];
        options?: never;
        head?: never;
        patch: operations["product_image_update"];
        trace?: never;
    };
    "/api/catalog/products/{slug}/images/order/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["product_images_order"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/return/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["product_return"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/submit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["product_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/products/{slug}/withdraw/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["product_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/wishlist/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["wishlist"];
        put?: never;
        post: operations["wishlist_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/wishlist/{product_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["wishlist_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/wishlist/{product_id}/move-to-cart/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["wishlist_move_to_cart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/balance/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/entries/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/invoices/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/invoices/{invoice_id}/file/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_invoice_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payout-accounts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_payout_accounts"];
        put?: never;
        post: operations["finance_payout_account_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payout-confirmations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["finance_payout_confirmations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payouts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_payouts"];
        put?: never;
        post: operations["finance_payout_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payouts/{payout_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_payout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payouts/{payout_id}/approve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["finance_payout_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/payouts/{payout_id}/reject/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["finance_payout_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/sales/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_sales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/statements/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/finance/statements/file/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finance_statement_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/back-in-stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["subscription_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/exports/articles/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export_articles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/exports/stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export_movements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/follows/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["follow_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/handles/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["handle_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["import_list"];
        put?: never;
        post: operations["import_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/{import_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["import_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/{import_id}/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/{import_id}/rejected/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["import_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/{import_id}/rows/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["import_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/{import_id}/stop/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/imports/template/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["import_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/invitations/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["invitation_read"];
        put?: never;
        post: operations["invitation_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/items/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["item_list"];
        put?: never;
        post: operations["item_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/items/{item_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["item_get"];
        put?: never;
        post?: never;
        delete: operations["item_delete"];
        options?: never;
        head?: never;
        patch: operations["item_update"];
        trace?: never;
    };
    "/api/marketplace/items/{item_id}/back-in-stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["stock_subscribe"];
        post?: never;
        delete: operations["stock_unsubscribe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/items/{item_id}/movements/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["item_movements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/items/{item_id}/stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["item_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/items/grid/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["items_grid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/markets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["market_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/onboarding/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["onboarding_get"];
        put?: never;
        post: operations["onboarding_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/onboarding/close/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["onboarding_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/onboarding/requirements/{code}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["requirement_answer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/onboarding/requirements/{code}/file/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["requirement_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/onboarding/submit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["onboarding_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/sellers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["seller_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/sellers/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["seller_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["store_list"];
        put?: never;
        post: operations["store_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["store_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["store_update"];
        trace?: never;
    };
    "/api/marketplace/stores/{key}/follow/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["store_follow"];
        post?: never;
        delete: operations["store_unfollow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/holiday/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["store_holiday_set"];
        post?: never;
        delete: operations["store_holiday_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/invitations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["invitation_list"];
        put?: never;
        post: operations["invitation_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/invitations/{invitation_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["invitation_withdraw"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/logo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["store_logo_set"];
        post?: never;
        delete: operations["store_logo_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["member_list"];
        put?: never;
        post: operations["member_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/members/{member_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["member_remove"];
        options?: never;
        head?: never;
        patch: operations["member_update"];
        trace?: never;
    };
    "/api/marketplace/stores/{key}/members/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["member_leave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/policies/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["store_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/stores/{key}/policies/{kind}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["store_policy_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/marketplace/workplaces/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["workplaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/refunds/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_refunds_list"];
        put?: never;
        post: operations["payments_refunds_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/disputes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/methods/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_market_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/midtrans/return/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_midtrans_return"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/orders/{number}/methods/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/orders/{number}/standing/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_standing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/start/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["payments_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/stripe/return/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_stripe_return"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_verify"];
        put?: never;
        post: operations["payments_verify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/vnpay/return/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["payments_vnpay_return"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_write"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["review_get"];
        put?: never;
        post?: never;
        delete: operations["review_delete"];
        options?: never;
        head?: never;
        patch: operations["review_update"];
        trace?: never;
    };
    "/api/reviews/{review_id}/dismiss-reports/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_reports_dismiss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/hide/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_hide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/pictures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_picture_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/pictures/{image_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["review_picture_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/reply/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["review_reply"];
        post?: never;
        delete: operations["review_reply_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/report/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["review_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/{review_id}/vote/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["review_vote"];
        post?: never;
        delete: operations["review_vote_take_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/mine/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/moderation/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_moderation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/products/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_of_product"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/received/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_received"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/stores/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_of_store"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reviews/waiting/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_cart_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["sales_cart_partial_update"];
        trace?: never;
    };
    "/api/sales/cart-items/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_cart_items_list"];
        put?: never;
        post: operations["sales_cart_items_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart-items/{line_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["sales_cart_items_destroy"];
        options?: never;
        head?: never;
        patch: operations["sales_cart_items_partial_update"];
        trace?: never;
    };
    "/api/sales/cart-items/{line_id}/move-to-cart/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_cart_items_move_to_cart_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart-items/{line_id}/save-for-later/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_cart_items_save_for_later_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart/accept-changes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_cart_accept_changes_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart/coupon/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_cart_coupon_create"];
        delete: operations["sales_cart_coupon_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/cart/quotes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_cart_quotes_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/checkout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_checkout_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/coupons/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_coupons_list"];
        put?: never;
        post: operations["sales_coupons_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/coupons/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_coupons_retrieve"];
        put?: never;
        post?: never;
        delete: operations["sales_coupons_destroy"];
        options?: never;
        head?: never;
        patch: operations["sales_coupons_partial_update"];
        trace?: never;
    };
    "/api/sales/order-items/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_order_items_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/order-items/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_order_items_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_orders_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/{number}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_orders_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/{number}/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_orders_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/{number}/invoices/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["order_invoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/{number}/invoices/{invoice_id}/file/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["order_invoice_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/orders/{number}/policies/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_orders_policies_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_store_orders_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/{number}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_store_orders_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/{number}/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_store_orders_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/{number}/deliver/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_store_orders_deliver_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/{number}/process/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_store_orders_process_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/store-orders/{number}/ship/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sales_store_orders_ship_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/stores/{store_id}/desk/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["sales_store_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shipping/quotes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["shipping_quotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["products_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["products_retrieve_bare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/search/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalog_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/facets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalog_facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalog/suggest/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalog_suggest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptedOutput: {
            status: string;
        };
        AddressChangeInputRequest: {
            label?: string;
            recipient?: string;
            phone?: string;
            line1?: string;
            line2?: string;
            city?: string;
            region?: string;
            postal_code?: string;
            country?: string;
            /** Format: decimal */
            latitude?: string | null;
            /** Format: decimal */
            longitude?: string | null;
            is_default?: boolean;
        };
        AddressInputRequest: {
            label?: string;
            recipient: string;
            phone?: string;
            line1: string;
            line2?: string;
            city: string;
            region?: string;
            postal_code?: string;
            country: string;
            /** Format: decimal */
            latitude?: string | null;
            /** Format: decimal */
            longitude?: string | null;
            is_default?: boolean;
        };
        AddressOutput: {
            /** Format: uuid */
            id: string;
            label: string;
            recipient: string;
            phone: string;
            line1: string;
            line2: string;
            city: string;
            region: string;
            postal_code: string;
            country: string;
            /** Format: decimal */
            latitude: string | null;
            /** Format: decimal */
            longitude: string | null;
            is_default: boolean;
        };
        AnswerOutput: {
            text: string;
            file_name?: string | null;
            status: components["schemas"]["AnswerStatusEnum"];
            reason: string;
        };
        /** @enum {string} */
        AnswerStatusEnum: "SUBMITTED" | "ACCEPTED" | "RETURNED";
        AttributeChangeInputRequest: {
            name?: string;
            kind?: components["schemas"]["AttributeKindEnum"];
            unit?: string;
            options?: components["schemas"]["OptionInputRequest"][];
        };
        AttributeInputRequest: {
            name: string;
            code?: string;
            kind?: components["schemas"]["AttributeKindEnum"];
            unit?: string;
            options?: components["schemas"]["OptionInputRequest"][];
        };
        /** @enum {string} */
        AttributeKindEnum: "TEXT" | "NUMBER" | "CHOICE" | "BOOLEAN" | "COLOUR";
        AttributeOutput: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            kind: components["schemas"]["AttributeKindEnum"];
            unit: string;
            options: components["schemas"]["OptionOutput"][];
        };
        AttributePlaceInputRequest: {
            attribute: string;
            /** @default false */
            is_facet: boolean;
            /** @default false */
            is_variant_axis: boolean;
        };
        BalanceOutput: {
            store: components["schemas"]["StoreRefOutput"];
            readonly pending: components["schemas"]["MoneyOutput"];
            readonly payable: components["schemas"]["MoneyOutput"];
            readonly owed: components["schemas"]["MoneyOutput"];
            readonly on_its_way: components["schemas"]["MoneyOutput"];
            /** Format: date-time */
            next_release_at: string | null;
        };
        BalancesOutput: {
            results: components["schemas"]["BalanceOutput"][];
        };
        /** @enum {unknown} */
        BlankEnum: "";
        BrandChangeInputRequest: {
            name?: string;
            description?: string;
            website?: string;
            country?: string;
        };
        BrandInputRequest: {
            name: string;
            description?: string;
            website?: string;
            country?: string;
        };
        BrandOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            description: string;
            readonly logo: string | null;
            website: string;
            country: string;
        };
        CancelInputRequest: {
            /** @default  */
            note: string;
        };
        /** @enum {string} */
        CancelReasonEnum: "shopper" | "seller" | "staff" | "expired" | "refused";
        CartCouponOutput: {
            code: string;
            problem: string;
        };
        CartItemAddInputRequest: {
            /** Format: uuid */
            item_id: string;
            /** @default 1 */
            quantity: number;
            market?: string;
        };
        CartLineOutput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            item_id: string;
            product: components["schemas"]["CartProductOutput"];
            variant: components["schemas"]["CartVariantOutput"];
            quantity: number;
            available: number;
            unit_price: components["schemas"]["MoneyOutput"];
            seen_price: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            problem: components["schemas"]["ProblemEnum"] | components["schemas"]["BlankEnum"];
        };
        CartMarketInputRequest: {
            market: string;
        };
        CartOutput: {
            /** Format: uuid */
            id: string | null;
            version: number;
            market: string;
            currency: string;
            stores: components["schemas"]["CartStoreOutput"][];
            saved: components["schemas"]["SavedLineOutput"][];
            quantity: number;
            goods: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            coupon: components["schemas"]["CartCouponOutput"] | null;
            is_ready: boolean;
            cart_token: string | null;
        };
        CartProductOutput: {
            name: string;
            slug: string;
            image: string | null;
        };
        CartQuotesOutput: {
            store: components["schemas"]["CartStoreRefOutput"];
            quotes: components["schemas"]["QuoteOutput"][];
        };
        CartStoreOutput: {
            store: components["schemas"]["CartStoreRefOutput"];
            lines: components["schemas"]["CartLineOutput"][];
            goods: components["schemas"]["MoneyOutput"];
        };
        CartStoreRefOutput: {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
        };
        CartVariantOutput: {
            sku: string;
            name: string;
        };
        CategoryChangeInputRequest: {
            name?: string;
            /** Format: uuid */
            parent?: string | null;
            description?: string;
            is_active?: boolean;
        };
        CategoryInputRequest: {
            name: string;
            /** Format: uuid */
            parent?: string | null;
            description?: string;
            is_active?: boolean;
        };
        CategoryNodeOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            path: string;
            readonly image: string | null;
            name: string;
            level: number;
            is_active: boolean;
            children: {
                [key: string]: unknown;
            }[];
        };
        CategoryOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            description: string;
            path: string;
            readonly image: string | null;
            /** Format: uuid */
            parent: string | null;
            level: number;
            is_active: boolean;
        };
        CategoryTreeOutput: {
            results: components["schemas"]["CategoryNodeOutput"][];
        };
        /** @enum {string} */
        CauseEnum: "cancelled" | "surplus" | "mismatch" | "staff";
        ChangePasswordInputRequest: {
            old_password?: string;
            new_password: string;
        };
        ChecklistOutput: {
            code: string;
            title: string;
            description: string;
            is_required: boolean;
            needs_file: boolean;
            answer: components["schemas"]["AnswerOutput"] | null;
        };
        /** @enum {string} */
        CheckoutInputLanguageEnum: "en" | "fa" | "vi" | "id";
        CheckoutInputRequest: {
            contact?: components["schemas"]["ContactInputRequest"];
            address?: components["schemas"]["DeliveryAddressInputRequest"];
            /** Format: uuid */
            address_id?: string;
            shipping?: {
                [key: string]: string;
            };
            /** @default  */
            payment_method: string;
            /** Format: int64 */
            expected_total_minor?: number;
            language?: components["schemas"]["CheckoutInputLanguageEnum"];
        };
        CloseInputRequest: {
            reason?: string;
        };
        /** @enum {string} */
        CodeRequestInputPurposeEnum: "login" | "contact" | "sensitive";
        CodeRequestInputRequest: {
            target: string;
            /** @default login */
            purpose: components["schemas"]["CodeRequestInputPurposeEnum"];
        };
        CodeRequestOutput: {
            expires_in: number;
            resend_in: number;
        };
        /** @enum {string} */
        CodeVerifyInputPurposeEnum: "login";
        CodeVerifyInputRequest: {
            cart_token?: string;
            target: string;
            code: string;
            /** @default login */
            purpose: components["schemas"]["CodeVerifyInputPurposeEnum"];
            second_factor?: string;
        };
        ConfirmInputRequest: {
            skip_rejected?: boolean;
        };
        ConfirmationsInputRequest: {
            /** Format: binary */
            file: string;
        };
        ConfirmationsOutput: {
            paid: number;
            returned: number;
            problems: components["schemas"]["LineProblemOutput"][];
        };
        ContactChangeInputRequest: {
            target: string;
            code: string;
            password?: string;
            proof_code?: string;
        };
        ContactInputRequest: {
            name: string;
            /** @default  */
            email: string;
            /** @default  */
            phone: string;
        };
        ContactOutput: {
            name: string;
            email: string;
            phone: string;
        };
        CouponChangeInputRequest: {
            /**
             * Format: int64
             * @default 0
             */
            minimum_minor: number;
            /** @default 1000000 */
            max_uses: number;
            /** @default true */
            is_once_per_person: boolean;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /** @default true */
            is_active: boolean;
            platform_share_basis_points?: number;
        };
        CouponCodeInputRequest: {
            code: string;
        };
        CouponInputRequest: {
            /**
             * Format: int64
             * @default 0
             */
            minimum_minor: number;
            /** @default 1000000 */
            max_uses: number;
            /** @default true */
            is_once_per_person: boolean;
            /** Format: date-time */
            starts_at?: string | null;
            /** Format: date-time */
            ends_at?: string | null;
            /** @default true */
            is_active: boolean;
            platform_share_basis_points?: number;
            code: string;
            /** @default 0 */
            percent_basis_points: number;
            /**
             * Format: int64
             * @default 0
             */
            amount_minor: number;
            /** Format: uuid */
            store?: string | null;
            market?: string | null;
        };
        CouponOutput: {
            /** Format: uuid */
            id: string;
            code: string;
            /** Format: uuid */
            store: string | null;
            market?: string | null;
            percent_basis_points: number;
            amount_minor: number;
            minimum_minor: number;
            max_uses: number;
            used: number;
            platform_share_basis_points: number;
            is_once_per_person: boolean;
            /** Format: date-time */
            starts_at: string | null;
            /** Format: date-time */
            ends_at: string | null;
            is_active: boolean;
        };
        CourierQuoteOutput: {
            /** Format: uuid */
            service_id: string;
            code: string;
            courier: string;
            name: string;
            readonly price: components["schemas"]["MoneyOutput"];
            min_days: number;
            max_days: number;
            chargeable_grams: number;
        };
        /** @enum {string} */
        CurrencyEnum: "EUR" | "IDR" | "IRR" | "USD" | "VND";
        DataExportOutput: {
            /** Format: uuid */
            id: string;
            name: string;
            size: number;
            /** Format: date-time */
            made_at: string;
            /** Format: date-time */
            expires_at: string;
            readonly url: string;
        };
        DecisionOutput: {
            decision: components["schemas"]["SellerDecisionEnum"];
            reason: string;
            fields_to_change: components["schemas"]["FieldReasonOutput"][];
            /** Format: date-time */
            created_at: string;
        };
        DeliveryAddressInputRequest: {
            recipient: string;
            /** @default  */
            phone: string;
            line1: string;
            /** @default  */
            line2: string;
            city: string;
            /** @default  */
            region: string;
            /** @default  */
            postal_code: string;
            country: string;
        };
        DeliveryAddressOutput: {
            recipient: string;
            phone: string;
            line1: string;
            line2: string;
            city: string;
            region: string;
            postal_code: string;
            country: string;
        };
        DeskOutput: {
            store: components["schemas"]["StoreRefOutput"];
            tabs: components["schemas"]["DeskTabsOutput"];
            all: number;
            due_today: number;
            overdue: number;
            low_stock: number;
            sales: components["schemas"]["SalesFigureOutput"][] | null;
        };
        DeskTabsOutput: {
            to_ship: number;
            needs_action: number;
            waiting: number;
            shipped: number;
            delivered: number;
            cancelled: number;
        };
        DisputeOutput: {
            /** Format: uuid */
            dispute_id: string;
            status: components["schemas"]["DisputeOutputStatusEnum"];
            is_open: boolean;
            reason: string;
            /** Format: date-time */
            evidence_due_at: string | null;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            closed_at: string | null;
            parts: components["schemas"]["DisputedPartOutput"][];
        };
        /** @enum {string} */
        DisputeOutputStatusEnum: "INQUIRY" | "NEEDS_RESPONSE" | "UNDER_REVIEW" | "WON" | "LOST" | "CLOSED";
        DisputedPartOutput: {
            store_order: string;
            /** Format: uuid */
            store: string;
            readonly taken: components["schemas"]["MoneyOutput"];
        };
        /** @enum {string} */
        DueEnum: "overdue" | "today" | "later";
        EmailInputRequest: {
            email: string;
        };
        EmblemInputRequest: {
            /** Format: binary */
            file: string;
        };
        EntryOutput: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["LedgerTransactionKindEnum"];
            title: string;
            account: components["schemas"]["LedgerAccountKindEnum"];
            /** Format: uuid */
            store: string;
            reference: string;
            readonly amount: components["schemas"]["MoneyOutput"];
        };
        EvidenceInputRequest: {
            /** Format: binary */
            file: string;
        };
        /** @enum {string} */
        FieldEnum: "name" | "description" | "model_name" | "brand" | "category" | "attributes" | "variants" | "images";
        FieldReasonOutput: {
            field: string;
            reason: string;
        };
        FollowOutput: {
            store: components["schemas"]["ItemStoreOutput"];
            /** Format: date-time */
            since: string;
        };
        GridInputRequest: {
            /** Format: uuid */
            store?: string;
            rows: components["schemas"]["GridRowInputRequest"][];
            all_or_nothing?: boolean;
            note?: string;
        };
        GridOutput: {
            changed: number;
            refused: number;
            rows: components["schemas"]["GridRowOutput"][];
        };
        GridProblemOutput: {
            pointer: string;
            code: string;
            detail: string;
        };
        GridRowInputRequest: {
            /** Format: uuid */
            item: string;
            stock?: number;
            delta?: number;
            /** Format: int64 */
            price_minor?: number;
            /** Format: int64 */
            compare_at_minor?: number | null;
            low_stock_threshold?: number;
            is_active?: boolean;
            version?: number;
        };
        GridRowOutput: {
            /** Format: uuid */
            item: string;
            outcome: components["schemas"]["GridRowOutputOutcomeEnum"];
            problems: components["schemas"]["GridProblemOutput"][];
            stock: number | null;
            version: number | null;
        };
        /** @enum {string} */
        GridRowOutputOutcomeEnum: "changed" | "unchanged" | "refused";
        HandleInputRequest: {
            name: string;
        };
        HandlesOutput: {
            slug: string;
            is_free: boolean;
            suggestions: string[];
        };
        /** @enum {string} */
        HoldKindEnum: "returns" | "reserve";
        HoldOutput: {
            kind: components["schemas"]["HoldKindEnum"];
            readonly amount: components["schemas"]["MoneyOutput"];
            readonly left: components["schemas"]["MoneyOutput"];
            /** Format: date-time */
            release_at: string | null;
            /** Format: date-time */
            released_at: string | null;
        };
        HolidayInputRequest: {
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string;
            message?: string;
            hides_offers?: boolean;
        };
        HolidayOutput: {
            status: components["schemas"]["HolidayStatusEnum"];
            /** Format: date-time */
            starts_at: string;
            /** Format: date-time */
            ends_at: string;
            message: string;
            hides_offers: boolean;
        };
        /** @enum {string} */
        HolidayStatusEnum: "PLANNED" | "RUNNING" | "OVER" | "CANCELLED";
        ImageChangeInputRequest: {
            alt_text?: string;
            /** Format: uuid */
            variant?: string | null;
            position?: number;
            focal_x?: number;
            focal_y?: number;
        };
        ImageInputRequest: {
            /** Format: binary */
            file: string;
            alt_text?: string;
            /** Format: uuid */
            variant?: string | null;
            position?: number;
            focal_x?: number;
            focal_y?: number;
        };
        ImageOrderInputRequest: {
            images: string[];
        };
        ImageOutput: {
            /** Format: uuid */
            id: string;
            url: string;
            readonly srcset: string;
            alt_text: string;
            /** Format: uuid */
            variant: string | null;
            position: number;
            focal_x: number;
            focal_y: number;
            width: number;
            height: number;
        };
        ImportInputRequest: {
            /** Format: binary */
            file: string;
            /** Format: uuid */
            store?: string;
            again?: boolean;
        };
        ImportOutput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            store: string;
            file_name: string;
            status: components["schemas"]["ImportOutputStatusEnum"];
            rows_total: number;
            rows_checked: number;
            rows_new: number;
            rows_changed: number;
            rows_unchanged: number;
            rows_rejected: number;
            rows_done: number;
            rows_failed: number;
            readonly ignored_columns: string[];
            stop_reason: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
        };
        /** @enum {string} */
        ImportOutputStatusEnum: "CHECKING" | "READY" | "RUNNING" | "DONE" | "STOPPED";
        ImportRowOutput: {
            /** Format: uuid */
            id: string;
            number: number;
            outcome: components["schemas"]["ImportRowOutputOutcomeEnum"];
            cells: string[];
            problems: components["schemas"]["ReasonOutput"][];
            notes: components["schemas"]["ReasonOutput"][];
            changes: {
                [key: string]: unknown;
            };
            is_done: boolean;
        };
        /** @enum {string} */
        ImportRowOutputOutcomeEnum: "PENDING" | "NEW" | "CHANGED" | "UNCHANGED" | "REJECTED";
        InvitationInputRequest: {
            email: string;
            role: components["schemas"]["RoleEnum"];
        };
        InvitationLinkOutput: {
            store: string;
            store_slug: string;
            email: string;
            role: components["schemas"]["RoleEnum"];
            /** Format: date-time */
            expires_at: string;
        };
        InvitationOutput: {
            /** Format: uuid */
            id: string;
            email: string;
            role: components["schemas"]["RoleEnum"];
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @enum {string} */
        InvoiceKindEnum: "invoice" | "credit_note";
        InvoiceOutput: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["InvoiceKindEnum"];
            number: string;
            /** Format: date-time */
            issued_at: string;
            store: components["schemas"]["StoreRefOutput"];
            order: string;
            credits?: string | null;
            readonly total: components["schemas"]["MoneyOutput"];
            readonly tax: components["schemas"]["MoneyOutput"];
            readonly file: string;
        };
        ItemChangeInputRequest: {
            /** Format: int64 */
            price_minor?: number;
            /** Format: int64 */
            compare_at_minor?: number | null;
            is_active?: boolean;
            low_stock_threshold?: number;
            market_prices?: components["schemas"]["MarketPriceInputRequest"][];
            version?: number;
        };
        ItemInputRequest: {
            /** Format: int64 */
            price_minor: number;
            /** Format: int64 */
            compare_at_minor?: number | null;
            is_active?: boolean;
            low_stock_threshold?: number;
            market_prices?: components["schemas"]["MarketPriceInputRequest"][];
            /** Format: uuid */
            store?: string;
            /** Format: uuid */
            variant: string;
            stock?: number;
        };
        ItemOutput: {
            /** Format: uuid */
            id: string;
            store: components["schemas"]["ItemStoreOutput"];
            product: components["schemas"]["ItemProductOutput"];
            variant: components["schemas"]["ItemVariantOutput"];
            readonly price: components["schemas"]["MoneyOutput"];
            readonly compare_at: components["schemas"]["MoneyOutput"] | null;
            market_prices: components["schemas"]["MarketPriceOutput"][];
            is_active: boolean;
            stock: number;
            reserved: number;
            available: number;
            low_stock_threshold: number;
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ItemProductOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
        };
        ItemStoreOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
        };
        ItemVariantOutput: {
            /** Format: uuid */
            id: string;
            sku: string;
            name: string;
        };
        JoinInputRequest: {
            password?: string;
            name?: string;
        };
        JoinedOutput: {
            store: string;
            role: components["schemas"]["RoleEnum"];
        };
        /** @enum {string} */
        KeyEnum: "shop" | "first_product" | "delivery" | "documents" | "payout" | "review";
        /** @enum {string} */
        LedgerAccountKindEnum: "gateway" | "bank" | "courier_cash" | "seller_pending" | "seller_payable" | "seller_receivable" | "commission" | "shipping" | "cash_fees" | "tax" | "coupon_platform" | "goodwill" | "chargebacks" | "dispute_fees" | "buyer_refund_payable" | "payout_clearing" | "suspense";
        /** @enum {string} */
        LedgerTransactionKindEnum: "capture" | "unwanted" | "cancellation" | "refund" | "refund_paid" | "refund_returned" | "chargeback" | "chargeback_returned" | "dispute_fee" | "release" | "payout" | "payout_paid" | "payout_returned" | "debt_settled" | "cash_kept" | "cash_fee" | "debt_paid" | "split";
        LineOutput: {
            title: string;
            sku: string;
            is_delivery: boolean;
            quantity: number;
            readonly price: components["schemas"]["MoneyOutput"];
            readonly seller_discount: components["schemas"]["MoneyOutput"];
            readonly paid: components["schemas"]["MoneyOutput"];
            readonly funded: components["schemas"]["MoneyOutput"];
            readonly commission: components["schemas"]["MoneyOutput"];
            explanation: string;
            readonly tax: components["schemas"]["MoneyOutput"];
            readonly shipping: components["schemas"]["MoneyOutput"];
            readonly net: components["schemas"]["MoneyOutput"];
            readonly paid_back: components["schemas"]["MoneyOutput"];
            readonly net_back: components["schemas"]["MoneyOutput"];
        };
        LineProblemOutput: {
            line: number;
            number: string;
            detail: string;
        };
        LineToReviewOutput: {
            /** Format: uuid */
            order_item: string;
            product_name: string;
            product_slug: string;
            variant_name: string;
            image: string | null;
            store: components["schemas"]["NamedOutput"];
            /** Format: date-time */
            delivered_at: string | null;
        };
        LoginInputRequest: {
            cart_token?: string;
            identifier: string;
            password: string;
            second_factor?: string;
        };
        LogoInputRequest: {
            /** Format: binary */
            file: string;
        };
        LogoutInputRequest: {
            refresh?: string;
        };
        ManagedProductOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            status: components["schemas"]["ProductStatusEnum"];
            /** Format: date-time */
            submitted_at: string | null;
            /** Format: date-time */
            changed_live_at: string | null;
            objections: components["schemas"]["ObjectionOutput"][];
            category: string;
            brand?: string | null;
            is_featured: boolean;
            version: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        MarketMethodOutput: {
            name: string;
            title: string;
            is_redirect: boolean;
            is_available: boolean;
            problem: components["schemas"]["MethodProblemOutput"] | null;
        };
        MarketMethodsOutput: {
            market: string;
            methods: components["schemas"]["MarketMethodOutput"][];
        };
        MarketOutput: {
            code: string;
            name: string;
            currency: components["schemas"]["CurrencyEnum"];
            countries: string[];
            default_language: string;
            tax_name: string;
            tax_basis_points: number;
            rounding_step_minor: number;
        };
        MarketPriceInputRequest: {
            market: string;
            /** Format: int64 */
            price_minor: number;
        };
        MarketPriceOutput: {
            market: string;
            readonly price: components["schemas"]["MoneyOutput"];
        };
        MarketsOutput: {
            results: components["schemas"]["MarketOutput"][];
        };
        /** @enum {string} */
        MeInputLanguageEnum: "en" | "fa" | "vi" | "id";
        MeInputRequest: {
            name?: string;
            language?: components["schemas"]["MeInputLanguageEnum"] | components["schemas"]["BlankEnum"];
            market?: string | null;
            theme?: components["schemas"]["ThemeEnum"];
            job_title?: string;
        };
        MeOutput: {
            /** Format: uuid */
            id: string;
            /** Format: email */
            email: string | null;
            phone: string | null;
            username: string | null;
            name: string;
            language: string;
            market?: string | null;
            theme: components["schemas"]["ThemeEnum"];
            readonly photo: string | null;
            job_title: string;
            readonly is_email_confirmed: boolean;
            readonly is_phone_confirmed: boolean;
            readonly roles: string[];
        };
        MemberChangeInputRequest: {
            role?: components["schemas"]["RoleEnum"];
            is_active?: boolean;
        };
        MemberInputRequest: {
            identifier: string;
            role: components["schemas"]["RoleEnum"];
        };
        MemberOutput: {
            /** Format: uuid */
            id: string;
            name: string;
            contact: string;
            role: components["schemas"]["RoleEnum"];
            is_active: boolean;
            /** Format: date-time */
            created_at: string;
        };
        MethodOutput: {
            name: string;
            title: string;
            is_redirect: boolean;
            is_available: boolean;
            problem: components["schemas"]["MethodProblemOutput"] | null;
        };
        MethodProblemOutput: {
            code: string;
            detail: string;
        };
        MethodsOutput: {
            order: string;
            readonly amount: components["schemas"]["MoneyOutput"];
            methods: components["schemas"]["MethodOutput"][];
        };
        MoneyOutput: {
            amount: string;
            currency: components["schemas"]["CurrencyEnum"];
            minor: number;
        };
        MovementOutput: {
            /** Format: uuid */
            id: string;
            delta: number;
            balance: number;
            reason: components["schemas"]["MovementOutputReasonEnum"];
            source_type: string;
            note: string;
            actor_label: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @enum {string} */
        MovementOutputReasonEnum: "receive" | "adjust" | "sale" | "restock" | "return" | "write_off";
        NamedOutput: {
            slug: string;
            name: string;
        };
        ObjectionInputRequest: {
            field: components["schemas"]["FieldEnum"];
            reason: string;
        };
        ObjectionOutput: {
            field: string;
            reason: string;
        };
        OnboardingOutput: {
            seller: components["schemas"]["SellerOutput"];
            steps: components["schemas"]["StepOutput"][];
            checklist: components["schemas"]["ChecklistOutput"][];
            decision: components["schemas"]["DecisionOutput"] | null;
        };
        OptionInputRequest: {
            name: string;
            code?: string;
            colour?: string;
        };
        OptionOutput: {
            code: string;
            name: string;
            colour: string;
        };
        OrderInvoiceOutput: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["InvoiceKindEnum"];
            number: string;
            /** Format: date-time */
            issued_at: string;
            store: components["schemas"]["StoreRefOutput"];
            store_order: string;
            credits: string | null;
            total: components["schemas"]["MoneyOutput"];
            file: string;
        };
        OrderItemOutput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            item_id: string;
            product_name: string;
            product_slug: string;
            variant_name: string;
            sku: string;
            image: string | null;
            quantity: number;
            unit_price: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            tax_included: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
        };
        OrderOutput: {
            /** Format: uuid */
            id: string;
            number: string;
            status: components["schemas"]["OrderStatusEnum"];
            /** Format: uuid */
            market_id: string;
            currency: string;
            contact: components["schemas"]["ContactOutput"];
            shipping_address: components["schemas"]["DeliveryAddressOutput"];
            goods: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            shipping: components["schemas"]["MoneyOutput"];
            tax_included: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            coupon_code: string;
            /** Format: date-time */
            payment_deadline_at: string | null;
            /** Format: date-time */
            placed_at: string;
            is_cash_on_delivery: boolean;
            /** Format: date-time */
            paid_at: string | null;
            /** Format: date-time */
            cancelled_at: string | null;
            cancel_reason: components["schemas"]["CancelReasonEnum"] | components["schemas"]["BlankEnum"];
            store_orders: components["schemas"]["StoreOrderOutput"][];
            access_token: string | null;
        };
        OrderPoliciesOutput: {
            store_order: string;
            store: components["schemas"]["StoreRefOutput"];
            policies: components["schemas"]["OrderPolicyOutput"][];
        };
        OrderPolicyOutput: {
            kind: components["schemas"]["PolicyKindEnum"];
            version: number;
            text: string;
        };
        /** @enum {string} */
        OrderStatusEnum: "PENDING" | "PAID" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "COMPLETED" | "CANCEL_REQUESTED" | "CANCELLED";
        OwnReviewOutput: {
            /** Format: uuid */
            id: string;
            product: components["schemas"]["NamedOutput"];
            store: components["schemas"]["NamedOutput"];
            variant_name: string;
            author: string;
            is_mine: boolean;
            is_verified: boolean;
            rating: number;
            text: string;
            images: components["schemas"]["ReviewPictureOutput"][];
            helpful_count: number;
            is_helpful: boolean;
            reply: components["schemas"]["ReplyOutput"] | null;
            /** Format: date-time */
            written_at: string;
            /** Format: date-time */
            edited_at: string | null;
            /** Format: uuid */
            order_item: string;
            status: components["schemas"]["ReviewStatusEnum"];
            moderation_reason: string;
        };
        PaginatedAddressOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["AddressOutput"][];
        };
        PaginatedAttributeOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["AttributeOutput"][];
        };
        PaginatedBrandOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["BrandOutput"][];
        };
        PaginatedCategoryOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["CategoryOutput"][];
        };
        PaginatedCouponOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["CouponOutput"][];
        };
        PaginatedDataExportOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["DataExportOutput"][];
        };
        PaginatedDisputeOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["DisputeOutput"][];
        };
        PaginatedEntryOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["EntryOutput"][];
        };
        PaginatedFollowOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["FollowOutput"][];
        };
        PaginatedImportOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ImportOutput"][];
        };
        PaginatedImportRowOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ImportRowOutput"][];
        };
        PaginatedInvitationOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["InvitationOutput"][];
        };
        PaginatedInvoiceOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["InvoiceOutput"][];
        };
        PaginatedItemOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ItemOutput"][];
        };
        PaginatedLineToReviewOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["LineToReviewOutput"][];
        };
        PaginatedManagedProductOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ManagedProductOutput"][];
        };
        PaginatedMemberOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["MemberOutput"][];
        };
        PaginatedMovementOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["MovementOutput"][];
        };
        PaginatedOrderItemOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["OrderItemOutput"][];
        };
        PaginatedOrderOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["OrderOutput"][];
        };
        PaginatedOwnReviewOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["OwnReviewOutput"][];
        };
        PaginatedPayoutAccountOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["PayoutAccountOutput"][];
        };
        PaginatedPayoutOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["PayoutOutput"][];
        };
        PaginatedQueuedReviewOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["QueuedReviewOutput"][];
        };
        PaginatedRefundOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["RefundOutput"][];
        };
        PaginatedReviewOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ReviewOutput"][];
        };
        PaginatedSaleOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["SaleOutput"][];
        };
        PaginatedSellerOrderOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["SellerOrderOutput"][];
        };
        PaginatedSessionOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["SessionOutput"][];
        };
        PaginatedStoreOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["StoreOutput"][];
        };
        PaginatedSubscriptionOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["SubscriptionOutput"][];
        };
        PaginatedVariantOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["VariantOutput"][];
        };
        PaidEntryOutput: {
            kind: components["schemas"]["LedgerTransactionKindEnum"];
            reference: string;
            /** Format: date-time */
            at: string;
            readonly amount: components["schemas"]["MoneyOutput"];
        };
        PasswordResetConfirmInputRequest: {
            uid: string;
            token: string;
            new_password: string;
        };
        PaymentOutput: {
            /** Format: uuid */
            payment_id: string;
            order: string;
            order_status: components["schemas"]["OrderStatusEnum"];
            attempt: number;
            status: components["schemas"]["PaymentStatusEnum"];
            readonly state: string;
            readonly is_confirming: boolean;
            gateway: string;
            authority: string | null;
            readonly redirect_url: string | null;
            readonly amount: components["schemas"]["MoneyOutput"];
            is_manual: boolean;
            receipt: string;
            failure_code: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            captured_at: string | null;
        };
        /** @enum {string} */
        PaymentStatusEnum: "CREATED" | "SENT" | "VERIFYING" | "UNKNOWN" | "CAPTURED" | "FAILED" | "CANCELLED" | "EXPIRED" | "MISMATCH" | "SURPLUS" | "ON_DELIVERY";
        PayoutAccountInputRequest: {
            /** Format: uuid */
            store: string;
            currency: components["schemas"]["CurrencyEnum"];
            method: components["schemas"]["PayoutMethodEnum"];
            holder: string;
            number: string;
            /** @default  */
            bank: string;
        };
        PayoutAccountOutput: {
            /** Format: uuid */
            id: string;
            store: components["schemas"]["StoreRefOutput"];
            currency: string;
            method: components["schemas"]["PayoutMethodEnum"];
            holder: string;
            hint: string;
            bank: string;
            /** Format: date-time */
            usable_from_at: string;
        };
        PayoutDetailOutput: {
            /** Format: uuid */
            id: string;
            number: string;
            store: components["schemas"]["StoreRefOutput"];
            readonly amount: components["schemas"]["MoneyOutput"];
            status: components["schemas"]["PayoutStatusEnum"];
            status_text: string;
            method: components["schemas"]["PayoutMethodEnum"];
            account: string;
            readonly approvals: number;
            approvals_needed: number;
            failure: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            sent_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
            lines: components["schemas"]["PaidEntryOutput"][];
        };
        PayoutInputRequest: {
            /** Format: uuid */
            store: string;
            currency: components["schemas"]["CurrencyEnum"];
        };
        /** @enum {string} */
        PayoutMethodEnum: "bank_file" | "stripe" | "midtrans" | "split";
        PayoutOutput: {
            /** Format: uuid */
            id: string;
            number: string;
            store: components["schemas"]["StoreRefOutput"];
            readonly amount: components["schemas"]["MoneyOutput"];
            status: components["schemas"]["PayoutStatusEnum"];
            status_text: string;
            method: components["schemas"]["PayoutMethodEnum"];
            account: string;
            readonly approvals: number;
            approvals_needed: number;
            failure: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            sent_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
        };
        PayoutReasonInputRequest: {
            reason: string;
        };
        /** @enum {string} */
        PayoutStatusEnum: "REQUESTED" | "APPROVED" | "SENT" | "PAID" | "REJECTED" | "BOUNCED";
        PhotoInputRequest: {
            /** Format: binary */
            file: string;
        };
        PhotoOutput: {
            photo: string;
        };
        PlaceInputRequest: {
            /** @default ID */
            country: string;
            /** @default Bandung */
            city: string;
        };
        PlaceOutput: {
            attribute: string;
            name: string;
            kind: components["schemas"]["AttributeKindEnum"];
            unit: string;
            is_facet: boolean;
            is_variant_axis: boolean;
            category: string;
        };
        PlacesInputRequest: {
            attributes: components["schemas"]["AttributePlaceInputRequest"][];
        };
        PlacesOutput: {
            results: components["schemas"]["PlaceOutput"][];
        };
        PoliciesOutput: {
            results: components["schemas"]["PolicyOutput"][];
        };
        PolicyInputRequest: {
            text: string;
        };
        /** @enum {string} */
        PolicyKindEnum: "returns" | "shipping" | "privacy";
        PolicyOutput: {
            kind: components["schemas"]["PolicyKindEnum"];
            version: number;
            text: string;
            is_default: boolean;
        };
        /** @enum {string} */
        ProblemEnum: "not_for_sale" | "out_of_stock" | "price_changed";
        ProductChangeInputRequest: {
            name?: string;
            description?: string;
            model_name?: string;
            /** Format: uuid */
            brand?: string | null;
            /** Format: uuid */
            category?: string;
            is_featured?: boolean;
            attributes?: components["schemas"]["ValueInputRequest"][];
            version?: number;
        };
        ProductInputRequest: {
            name: string;
            description?: string;
            model_name?: string;
            /** Format: uuid */
            brand?: string | null;
            /** Format: uuid */
            category: string;
            is_featured?: boolean;
            attributes?: components["schemas"]["ValueInputRequest"][];
            /** Format: uuid */
            store?: string;
            is_draft?: boolean;
        };
        ProductOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            description: string;
            model_name: string;
            brand: components["schemas"]["BrandOutput"] | null;
            category: components["schemas"]["CategoryOutput"];
            status: components["schemas"]["ProductStatusEnum"];
            is_active: boolean;
            /** Format: date-time */
            submitted_at: string | null;
            /** Format: date-time */
            changed_live_at: string | null;
            objections: components["schemas"]["ObjectionOutput"][];
            is_featured: boolean;
            version: number;
            attributes: components["schemas"]["ValueOutput"][];
            variants: components["schemas"]["VariantOutput"][];
            images: components["schemas"]["ImageOutput"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @enum {string} */
        ProductStatusEnum: "DRAFT" | "IN_REVIEW" | "LIVE" | "ARCHIVED";
        ProofInputRequest: {
            password?: string;
            code?: string;
        };
        PunctualityOutput: {
            /** Format: double */
            percent: number | null;
            parcels: number;
        };
        QuantityInputRequest: {
            quantity: number;
        };
        QueuedReviewOutput: {
            /** Format: uuid */
            id: string;
            product: components["schemas"]["NamedOutput"];
            store: components["schemas"]["NamedOutput"];
            variant_name: string;
            author: string;
            is_mine: boolean;
            is_verified: boolean;
            rating: number;
            text: string;
            images: components["schemas"]["ReviewPictureOutput"][];
            helpful_count: number;
            is_helpful: boolean;
            reply: components["schemas"]["ReplyOutput"] | null;
            /** Format: date-time */
            written_at: string;
            /** Format: date-time */
            edited_at: string | null;
            status: components["schemas"]["ReviewStatusEnum"];
            reports: components["schemas"]["ReportOutput"][];
        };
        QuoteItemInputRequest: {
            /** Format: uuid */
            item_id: string;
            quantity: number;
        };
        QuoteOutput: {
            code: string;
            courier: string;
            name: string;
            price: components["schemas"]["MoneyOutput"];
            min_days: number;
            max_days: number;
            chargeable_grams: number;
        };
        QuotedParcelOutput: {
            /** Format: uuid */
            store_id: string;
            store_name: string;
            store_slug: string;
            quotes: components["schemas"]["CourierQuoteOutput"][];
        };
        QuotesInputRequest: {
            market?: string;
            country: string;
            city: string;
            items: components["schemas"]["QuoteItemInputRequest"][];
        };
        QuotesOutput: {
            market: string;
            currency: components["schemas"]["CurrencyEnum"];
            parcels: components["schemas"]["QuotedParcelOutput"][];
        };
        RatedPaginatedReviewOutputList: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ReviewOutput"][];
            summary: {
                average: number | null;
                count: number;
                stars: {
                    1: number;
                    2: number;
                    3: number;
                    4: number;
                    5: number;
                };
            };
        };
        RatingOutput: {
            /** Format: double */
            average: number | null;
            count: number;
        };
        ReasonInputRequest: {
            reason: string;
        };
        ReasonOutput: {
            column: string;
            code: string;
            detail: string;
        };
        RecoveryCodesOutput: {
            recovery_codes: string[];
        };
        RefreshInputRequest: {
            refresh: string;
        };
        RefundInputRequest: {
            /** Format: int64 */
            amount_minor?: number;
            reason: string;
            /** Format: uuid */
            store_order?: string;
            lines?: components["schemas"]["RefundLineInputRequest"][];
            /** @default false */
            is_goodwill: boolean;
        };
        RefundLineInputRequest: {
            /** Format: uuid */
            order_item: string;
            /** Format: int64 */
            amount_minor?: number;
            quantity?: number;
        };
        RefundOutput: {
            /** Format: uuid */
            refund_id: string;
            /** Format: uuid */
            payment_id: string;
            store_order?: string | null;
            status: components["schemas"]["RefundStatusEnum"];
            readonly amount: components["schemas"]["MoneyOutput"];
            cause: components["schemas"]["CauseEnum"];
            failure_code: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
        };
        /** @enum {string} */
        RefundStatusEnum: "REQUESTED" | "EXECUTING" | "SUCCEEDED" | "FAILED";
        RegisterInputRequest: {
            cart_token?: string;
            email?: string;
            phone?: string;
            username?: string;
            password: string;
            name?: string;
        };
        RegisteredOutput: {
            seller: components["schemas"]["SellerOutput"];
            store: components["schemas"]["StoreOutput"] | null;
        };
        RegistrationPendingOutput: {
            status: string;
        };
        ReplyInputRequest: {
            text: string;
        };
        ReplyOutput: {
            text: string;
            /** Format: date-time */
            replied_at: string;
        };
        ReportInputRequest: {
            reason: components["schemas"]["ReportReasonEnum"];
            /** @default  */
            note: string;
        };
        ReportOutput: {
            reason: components["schemas"]["ReportReasonEnum"];
            note: string;
            /** Format: date-time */
            reported_at: string;
        };
        /** @enum {string} */
        ReportReasonEnum: "spam" | "offensive" | "personal" | "unrelated" | "untrue" | "other";
        ReturnInputRequest: {
            objections: components["schemas"]["ObjectionInputRequest"][];
        };
        ReviewChangeInputRequest: {
            rating?: number;
            text?: string;
        };
        ReviewInputRequest: {
            /** Format: uuid */
            order_item: string;
            rating: number;
            /** @default  */
            text: string;
        };
        ReviewOutput: {
            /** Format: uuid */
            id: string;
            product: components["schemas"]["NamedOutput"];
            store: components["schemas"]["NamedOutput"];
            variant_name: string;
            author: string;
            is_mine: boolean;
            is_verified: boolean;
            rating: number;
            text: string;
            images: components["schemas"]["ReviewPictureOutput"][];
            helpful_count: number;
            is_helpful: boolean;
            reply: components["schemas"]["ReplyOutput"] | null;
            /** Format: date-time */
            written_at: string;
            /** Format: date-time */
            edited_at: string | null;
        };
        ReviewPictureInputRequest: {
            /** Format: binary */
            file: string;
        };
        ReviewPictureOutput: {
            /** Format: uuid */
            id: string;
            url: string;
            width: number;
            height: number;
        };
        /** @enum {string} */
        ReviewStatusEnum: "PUBLISHED" | "HIDDEN";
        /** @enum {string} */
        RoleEnum: "owner" | "manager" | "fulfilment";
        SaleOutput: {
            /** Format: uuid */
            id: string;
            store: components["schemas"]["StoreRefOutput"];
            number: string;
            /** Format: date-time */
            sold_at: string;
            /** Format: date-time */
            delivered_at: string | null;
            readonly net: components["schemas"]["MoneyOutput"];
            readonly cash_fee: components["schemas"]["MoneyOutput"];
            lines: components["schemas"]["LineOutput"][];
            holds: components["schemas"]["HoldOutput"][];
        };
        SalesFigureOutput: {
            days: number;
            currency: string;
            orders: number;
            total: components["schemas"]["MoneyOutput"];
            orders_before: number;
            total_before: components["schemas"]["MoneyOutput"];
        };
        SavedLineOutput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            item_id: string;
            product: components["schemas"]["CartProductOutput"];
            variant: components["schemas"]["CartVariantOutput"];
            quantity: number;
            available: number;
            unit_price: components["schemas"]["MoneyOutput"];
            seen_price: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            problem: components["schemas"]["ProblemEnum"] | components["schemas"]["BlankEnum"];
            store: components["schemas"]["CartStoreRefOutput"];
        };
        SecondFactorBeginOutput: {
            secret: string;
            address: string;
            picture: string;
        };
        SecondFactorCodeInputRequest: {
            code: string;
        };
        SecondFactorStateOutput: {
            is_on: boolean;
        };
        /** @enum {string} */
        SellerDecisionEnum: "registered" | "submitted" | "approved" | "returned" | "suspended" | "closed";
        SellerInputRequest: {
            name: string;
            store?: components["schemas"]["StoreInputRequest"];
        };
        SellerOrderOutput: {
            /** Format: uuid */
            id: string;
            number: string;
            store: components["schemas"]["StoreRefOutput"];
            status: components["schemas"]["OrderStatusEnum"];
            goods: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            shipping: components["schemas"]["MoneyOutput"];
            tax_included: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            cash_due: components["schemas"]["MoneyOutput"] | null;
            courier: string;
            shipping_service: string;
            min_days: number;
            max_days: number;
            weight_grams: number;
            tracking_number: string;
            /** Format: date-time */
            shipped_at: string | null;
            /** Format: date-time */
            delivered_at: string | null;
            /** Format: date-time */
            cancelled_at: string | null;
            cancel_reason: components["schemas"]["CancelReasonEnum"] | components["schemas"]["BlankEnum"];
            lines: components["schemas"]["OrderItemOutput"][];
            order_number: string;
            /** Format: date-time */
            placed_at: string;
            /** Format: date-time */
            ship_by: string | null;
            due: components["schemas"]["DueEnum"] | components["schemas"]["BlankEnum"];
            recipient: string;
            shipping_address: components["schemas"]["DeliveryAddressOutput"];
        };
        SellerOutput: {
            /** Format: uuid */
            id: string;
            name: string;
            status: components["schemas"]["SellerStatusEnum"];
            /** Format: date-time */
            created_at: string;
        };
        /** @enum {string} */
        SellerStatusEnum: "DRAFT" | "PENDING" | "RETURNED" | "APPROVED" | "SUSPENDED" | "CLOSED";
        SellerStoresOutput: {
            /** Format: uuid */
            id: string;
            name: string;
            status: components["schemas"]["SellerStatusEnum"];
            /** Format: date-time */
            created_at: string;
            stores: components["schemas"]["StoreOutput"][];
        };
        SessionOutput: {
            /** Format: uuid */
            id: string;
            readonly device: string;
            user_agent: string;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            refreshed_at: string;
            /** Format: date-time */
            expires_at: string;
            readonly is_current: boolean;
        };
        ShipInputRequest: {
            tracking_number: string;
            /** @default  */
            courier: string;
        };
        ShopInputRequest: {
            name: string;
            market: string;
            contact: string;
            slug?: string;
        };
        SignedInOutput: {
            access: string;
            refresh: string;
            token_type: components["schemas"]["TokenTypeEnum"];
            expires_in: number;
            user: components["schemas"]["UserOutput"];
        };
        StandingOutput: {
            order: string;
            order_status: components["schemas"]["OrderStatusEnum"];
            readonly amount: components["schemas"]["MoneyOutput"];
            kind: components["schemas"]["StandingOutputKindEnum"];
            headline: string;
            detail: string;
            gateway: string;
            look_again_seconds: number;
        };
        /** @enum {string} */
        StandingOutputKindEnum: "paid" | "on_delivery" | "confirming" | "payable" | "given_up" | "over";
        StartInputRequest: {
            order: string;
            /** @default  */
            gateway: string;
            /** @default  */
            token: string;
        };
        /** @enum {string} */
        StateEnum: "done" | "to_do" | "waiting" | "locked";
        StatementLineOutput: {
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["LedgerTransactionKindEnum"];
            reference: string;
            title: string;
            explanation: string;
            readonly price: components["schemas"]["MoneyOutput"];
            readonly commission: components["schemas"]["MoneyOutput"];
            readonly fees: components["schemas"]["MoneyOutput"];
            readonly refund: components["schemas"]["MoneyOutput"];
            readonly payout: components["schemas"]["MoneyOutput"];
            readonly amount: components["schemas"]["MoneyOutput"];
            readonly balance: components["schemas"]["MoneyOutput"];
        };
        StatementOutput: {
            store: components["schemas"]["StoreRefOutput"];
            currency: string;
            /** Format: date */
            first_date: string;
            /** Format: date */
            last_date: string;
            readonly opening: components["schemas"]["MoneyOutput"];
            readonly closing: components["schemas"]["MoneyOutput"];
            totals: components["schemas"]["StatementTotalsOutput"];
            movements: components["schemas"]["StatementLineOutput"][];
        };
        StatementTotalsOutput: {
            readonly price: components["schemas"]["MoneyOutput"];
            readonly commission: components["schemas"]["MoneyOutput"];
            readonly fees: components["schemas"]["MoneyOutput"];
            readonly refund: components["schemas"]["MoneyOutput"];
            readonly payout: components["schemas"]["MoneyOutput"];
            readonly amount: components["schemas"]["MoneyOutput"];
        };
        /** @enum {string} */
        StatusEnum: "OK" | "NOK" | "FAILED";
        StepInputRequest: {
            version?: number;
        };
        StepOutput: {
            key: components["schemas"]["KeyEnum"];
            state: components["schemas"]["StateEnum"];
            reason: string;
        };
        /** @enum {string} */
        StockInputReasonEnum: "adjust" | "receive" | "write_off";
        StockInputRequest: {
            stock?: number;
            delta?: number;
            reason?: components["schemas"]["StockInputReasonEnum"];
            note?: string;
        };
        StockOutput: {
            stock: number;
            reserved: number;
            available: number;
            low_stock_threshold: number;
        };
        StoreChangeInputRequest: {
            tagline?: string;
            description?: string;
            email?: string;
            phone?: string;
            address_line?: string;
            city?: string;
            country?: string;
            postal_code?: string;
            website?: string;
            branch_name?: string;
            branch_code?: string;
            branch_manager?: string;
            business_licence?: string;
            tax_number?: string;
            primary_color?: string;
            secondary_color?: string;
            time_zone?: string;
            opening_hours?: {
                mon?: string[][];
                tue?: string[][];
                wed?: string[][];
                thu?: string[][];
                fri?: string[][];
                sat?: string[][];
                sun?: string[][];
            };
            facebook_url?: string;
            instagram_url?: string;
            whatsapp_number?: string;
            handling_days?: number;
            low_stock_threshold?: number | null;
            low_stock_mails?: boolean;
            markets?: string[];
            name?: string;
            slug?: string;
            status?: components["schemas"]["StoreStatusEnum"];
            version?: number;
        };
        StoreContactOutput: {
            email: string;
            phone: string;
            address_line: string;
            postal_code: string;
            branch_code: string;
            branch_manager: string;
            business_licence: string;
            tax_number: string;
            low_stock_threshold: number | null;
            low_stock_mails: boolean;
            version: number;
            permissions: string[];
        };
        StoreInputRequest: {
            tagline?: string;
            description?: string;
            email?: string;
            phone?: string;
            address_line?: string;
            city?: string;
            country?: string;
            postal_code?: string;
            website?: string;
            branch_name?: string;
            branch_code?: string;
            branch_manager?: string;
            business_licence?: string;
            tax_number?: string;
            primary_color?: string;
            secondary_color?: string;
            time_zone?: string;
            opening_hours?: {
                mon?: string[][];
                tue?: string[][];
                wed?: string[][];
                thu?: string[][];
                fri?: string[][];
                sat?: string[][];
                sun?: string[][];
            };
            facebook_url?: string;
            instagram_url?: string;
            whatsapp_number?: string;
            handling_days?: number;
            low_stock_threshold?: number | null;
            low_stock_mails?: boolean;
            markets?: string[];
            name: string;
            market: string;
            slug?: string;
        };
        StoreOrderOutput: {
            /** Format: uuid */
            id: string;
            number: string;
            store: components["schemas"]["StoreRefOutput"];
            status: components["schemas"]["OrderStatusEnum"];
            goods: components["schemas"]["MoneyOutput"];
            discount: components["schemas"]["MoneyOutput"];
            shipping: components["schemas"]["MoneyOutput"];
            tax_included: components["schemas"]["MoneyOutput"];
            total: components["schemas"]["MoneyOutput"];
            cash_due: components["schemas"]["MoneyOutput"] | null;
            courier: string;
            shipping_service: string;
            min_days: number;
            max_days: number;
            weight_grams: number;
            tracking_number: string;
            /** Format: date-time */
            shipped_at: string | null;
            /** Format: date-time */
            delivered_at: string | null;
            /** Format: date-time */
            cancelled_at: string | null;
            cancel_reason: components["schemas"]["CancelReasonEnum"] | components["schemas"]["BlankEnum"];
            lines: components["schemas"]["OrderItemOutput"][];
        };
        StoreOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            tagline: string;
            description: string;
            status: components["schemas"]["StoreStatusEnum"];
            home_market: string;
            currency: components["schemas"]["CurrencyEnum"];
            readonly markets: string[];
            city: string;
            country: string;
            handling_days: number;
            website: string;
            branch_name: string;
            readonly logo_url: string | null;
            primary_color: string;
            secondary_color: string;
            time_zone: string;
            readonly opening_hours: {
                mon?: string[][];
                tue?: string[][];
                wed?: string[][];
                thu?: string[][];
                fri?: string[][];
                sat?: string[][];
                sun?: string[][];
            };
            readonly is_open_now: boolean | null;
            facebook_url: string;
            instagram_url: string;
            whatsapp_number: string;
            is_active: boolean;
            /** Format: date-time */
            opened_at: string;
            readonly holiday: components["schemas"]["HolidayOutput"] | null;
            readonly rating: components["schemas"]["RatingOutput"];
            readonly shipped_on_time: components["schemas"]["PunctualityOutput"];
            readonly own: components["schemas"]["StoreContactOutput"] | null;
        };
        StoreRefOutput: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /** @enum {string} */
        StoreStatusEnum: "OPEN" | "PAUSED" | "CLOSED";
        SubscriptionOutput: {
            /** Format: uuid */
            item: string;
            store: components["schemas"]["ItemStoreOutput"];
            product: components["schemas"]["ItemProductOutput"];
            readonly price: components["schemas"]["MoneyOutput"];
            /** Format: date-time */
            since: string;
        };
        TextAnswerInputRequest: {
            text: string;
        };
        /** @enum {string} */
        ThemeEnum: "auto" | "light" | "dark";
        TokenOutput: {
            access: string;
            refresh: string;
            token_type: components["schemas"]["TokenTypeEnum"];
            expires_in: number;
        };
        /** @enum {string} */
        TokenTypeEnum: "Bearer";
        UserOutput: {
            /** Format: uuid */
            id: string;
            /** Format: email */
            email: string | null;
            phone: string | null;
            username: string | null;
            name: string;
        };
        ValueInputRequest: {
            attribute: string;
            value: string;
        };
        ValueOutput: {
            attribute: string;
            name: string;
            kind: components["schemas"]["AttributeKindEnum"];
            unit: string;
            value: string;
            option?: string | null;
            colour: string;
        };
        VariantChangeInputRequest: {
            sku?: string;
            name?: string;
            weight_grams?: number;
            length_mm?: number;
            width_mm?: number;
            height_mm?: number;
            position?: number;
            is_active?: boolean;
            attributes?: components["schemas"]["ValueInputRequest"][];
        };
        VariantInputRequest: {
            sku: string;
            name?: string;
            weight_grams?: number;
            length_mm?: number;
            width_mm?: number;
            height_mm?: number;
            position?: number;
            is_active?: boolean;
            attributes?: components["schemas"]["ValueInputRequest"][];
            /** Format: uuid */
            product: string;
        };
        VariantOutput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            product: string;
            sku: string;
            name: string;
            weight_grams: number;
            length_mm: number;
            width_mm: number;
            height_mm: number;
            position: number;
            is_active: boolean;
            attributes: components["schemas"]["ValueOutput"][];
        };
        VerifyInputRequest: {
            Authority: string;
            /** Format: uuid */
            attempt?: string;
            Status?: components["schemas"]["StatusEnum"];
        };
        VoteOutput: {
            helpful_count: number;
            is_helpful: boolean;
        };
        WishInputRequest: {
            /** Format: uuid */
            product: string;
            market?: string;
        };
        WishListOutput: {
            market: string;
            currency: string;
            count: number;
            wishes: components["schemas"]["WishOutput"][];
            cart_token: string | null;
        };
        WishOutput: {
            product: components["schemas"]["WishProductOutput"];
            price: components["schemas"]["MoneyOutput"] | null;
            seen_price: components["schemas"]["MoneyOutput"] | null;
            price_drop: components["schemas"]["MoneyOutput"] | null;
            is_available: boolean;
            /** Format: uuid */
            item_id: string | null;
            store: components["schemas"]["CartStoreRefOutput"] | null;
            /** Format: date-time */
            wished_at: string;
        };
        WishProductOutput: {
            name: string;
            slug: string;
            image: string | null;
            /** Format: uuid */
            id: string;
        };
        WishToCartInputRequest: {
            /** @default 1 */
            quantity: number;
        };
        WorkplaceOutput: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            status: components["schemas"]["StoreStatusEnum"];
            is_active: boolean;
            currency: components["schemas"]["CurrencyEnum"];
            readonly permissions: string[];
        };
        WorkplacesOutput: {
            results: components["schemas"]["WorkplaceOutput"][];
        };
        ShopMoney: {
            amount: string;
            /** @enum {string} */
            currency: "EUR" | "IDR" | "IRR" | "USD" | "VND";
            minor: number;
        };
        ShopRating: {
            average: number | null;
            count: number;
        };
        ShopName: {
            slug: string;
            name: string;
        };
        ShopPlace: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
        };
        ProductCard: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            brand: string | null;
            category: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            image: {
                url: string;
                srcset: string;
                alt_text: string;
            } | null;
            price: components["schemas"]["ShopMoney"];
            compare_at: components["schemas"]["ShopMoney"] | null;
            is_available: boolean;
            is_featured: boolean;
            offer_count: number;
            /** Format: uuid */
            item_id: string;
            rating: components["schemas"]["ShopRating"];
            stores: components["schemas"]["ShopName"][];
        };
        ProductListPage: {
            next: string | null;
            previous: string | null;
            results: components["schemas"]["ProductCard"][];
        };
        ProductSearchPage: {
            count: number;
            is_capped: boolean;
            is_similar: boolean;
            corrected: string | null;
            next: string | null;
            results: components["schemas"]["ProductCard"][];
        };
        ProductFacets: {
            count: number;
            is_capped: boolean;
            categories: {
                slug: string;
                name: string;
                count: number;
                is_capped: boolean;
            }[];
            brands: {
                slug: string;
                name: string;
                count: number;
                is_capped: boolean;
            }[];
            prices: {
                from_minor: number;
                to_minor: number;
                count: number;
                is_capped: boolean;
            }[];
            ratings: {
                stars: number;
                count: number;
                is_capped: boolean;
            }[];
            in_stock: {
                count: number;
                is_capped: boolean;
            };
            attributes: {
                code: string;
                name: string;
                /** @enum {string} */
                kind: "TEXT" | "NUMBER" | "CHOICE" | "BOOLEAN" | "COLOUR";
                unit: string;
                values: {
                    value: string;
                    name: string;
                    colour: string;
                    count: number;
                    is_capped: boolean;
                }[];
            }[];
        };
        ProductSuggestion: {
            slug: string;
            name: string;
            image: {
                url: string;
                srcset: string;
                alt_text: string;
            } | null;
            price: components["schemas"]["ShopMoney"];
        };
        ProductSuggestions: {
            products: components["schemas"]["ProductSuggestion"][];
            categories: components["schemas"]["ShopName"][];
            stores: components["schemas"]["ShopName"][];
        };
        ProductPageAttribute: {
            code: string;
            name: string;
            /** @enum {string} */
            kind: "TEXT" | "NUMBER" | "CHOICE" | "BOOLEAN" | "COLOUR";
            value: string;
            unit: string;
            option: string | null;
            colour: string;
        };
        ProductOffer: {
            /** Format: uuid */
            item_id: string;
            price: components["schemas"]["ShopMoney"];
            compare_at: components["schemas"]["ShopMoney"] | null;
            lowest_30_days: components["schemas"]["ShopMoney"] | null;
            is_available: boolean;
            left: number | null;
            store: {
                /** Format: uuid */
                id: string;
                slug: string;
                name: string;
                city: string;
                country: string;
                handling_days: number;
                holiday: {
                    /** Format: date-time */
                    ends_at: string;
                    message: string;
                } | null;
            };
        };
        ProductPageVariant: {
            /** Format: uuid */
            id: string;
            sku: string;
            name: string;
            weight_grams: number;
            length_mm: number;
            width_mm: number;
            height_mm: number;
            attributes: components["schemas"]["ProductPageAttribute"][];
            offers: components["schemas"]["ProductOffer"][];
        };
        ProductPage: {
            /** Format: uuid */
            id: string;
            slug: string;
            name: string;
            description: string;
            model_name: string;
            is_featured: boolean;
            is_active: boolean;
            /** @enum {string} */
            status: "DRAFT" | "IN_REVIEW" | "LIVE" | "ARCHIVED";
            version: number;
            brand: components["schemas"]["ShopPlace"] | null;
            market: string;
            /** @enum {string} */
            currency: "EUR" | "IDR" | "IRR" | "USD" | "VND";
            rating: components["schemas"]["ShopRating"];
            categories: components["schemas"]["ShopPlace"][];
            price: components["schemas"]["ShopMoney"] | null;
            compare_at: components["schemas"]["ShopMoney"] | null;
            /** Format: uuid */
            item_id: string | null;
            is_available: boolean;
            variants: components["schemas"]["ProductPageVariant"][];
            attributes: components["schemas"]["ProductPageAttribute"][];
            images: {
                url: string;
                srcset: string;
                alt_text: string;
                /** Format: uuid */
                variant_id: string | null;
                width: number;
                height: number;
                focal_x: number;
                focal_y: number;
            }[];
            alternatives: components["schemas"]["ProductCard"][];
        };
        Problem: {
            /** Format: uri */
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            errors: {
                pointer: string;
                code: string;
                detail: string;
            }[];
            request_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    addresses_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedAddressOutputList"];
                };
            };
        };
    };
    addresses_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressOutput"];
                };
            };
        };
    };
    addresses_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressOutput"];
                };
            };
        };
    };
    addresses_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    addresses_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                address_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddressChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressOutput"];
                };
            };
        };
    };
    auth_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_contact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactChangeInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_deactivate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_email_confirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailInputRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOutput"];
                };
            };
        };
    };
    auth_erase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_exports: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDataExportOutputList"];
                };
            };
        };
    };
    auth_export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOutput"];
                };
            };
        };
    };
    auth_login: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInOutput"];
                };
            };
        };
    };
    auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LogoutInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeOutput"];
                };
            };
        };
    };
    auth_me_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeOutput"];
                };
            };
        };
    };
    auth_photo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PhotoInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoOutput"];
                };
            };
        };
    };
    auth_photo_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_otp_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeRequestInputRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRequestOutput"];
                };
            };
        };
    };
    auth_otp_verify: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeVerifyInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInOutput"];
                };
            };
        };
    };
    auth_password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailInputRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOutput"];
                };
            };
        };
    };
    auth_password_reset_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetConfirmInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_register: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInOutput"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationPendingOutput"];
                };
            };
        };
    };
    second_factor_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorStateOutput"];
                };
            };
        };
    };
    second_factor_begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorBeginOutput"];
                };
            };
        };
    };
    second_factor_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCodeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesOutput"];
                };
            };
        };
    };
    second_factor_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCodeInputRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sessions_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSessionOutputList"];
                };
            };
        };
    };
    sessions_delete_others: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sessions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    auth_token_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOutput"];
                };
            };
        };
    };
    attribute_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedAttributeOutputList"];
                };
            };
        };
    };
    attribute_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributeInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeOutput"];
                };
            };
        };
    };
    attribute_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeOutput"];
                };
            };
        };
    };
    attribute_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    attribute_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AttributeChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeOutput"];
                };
            };
        };
    };
    brand_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedBrandOutputList"];
                };
            };
        };
    };
    brand_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandOutput"];
                };
            };
        };
    };
    brand_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandOutput"];
                };
            };
        };
    };
    brand_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    brand_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BrandChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandOutput"];
                };
            };
        };
    };
    brand_logo_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["EmblemInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrandOutput"];
                };
            };
        };
    };
    brand_logo_clear: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    category_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                level?: number;
                page_size?: number;
                parent?: string;
                path?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCategoryOutputList"];
                };
            };
        };
    };
    category_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
        };
    };
    category_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
        };
    };
    category_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    category_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CategoryChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
        };
    };
    category_attribute_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesOutput"];
                };
            };
        };
    };
    category_attribute_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacesInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesOutput"];
                };
            };
        };
    };
    category_image_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["EmblemInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
        };
    };
    category_image_clear: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    category_tree: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryTreeOutput"];
                };
            };
        };
    };
    managed_product_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                brand?: string;
                category?: string;
                is_changed_live?: boolean;
                name?: string;
                page_size?: number;
                status?: "ARCHIVED" | "DRAFT" | "IN_REVIEW" | "LIVE";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedManagedProductOutputList"];
                };
            };
        };
    };
    variant_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
                product?: string;
                sku?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedVariantOutputList"];
                };
            };
        };
    };
    variant_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VariantInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariantOutput"];
                };
            };
        };
    };
    variant_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                variant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariantOutput"];
                };
            };
        };
    };
    variant_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                variant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    variant_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                variant_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VariantChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariantOutput"];
                };
            };
        };
    };
    catalog_products_list: {
        parameters: {
            query?: {
                market?: string;
                category?: string;
                store?: string;
                min_price?: string;
                max_price?: string;
                available?: boolean;
                featured?: boolean;
                brand?: string;
                rating?: number;
                attributes?: string;
                ordering?: "newest" | "price" | "-price" | "sold" | "rating" | "name" | "-name";
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductListPage"];
                };
            };
        };
    };
    product_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    catalog_products_retrieve: {
        parameters: {
            query?: {
                market?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
        };
    };
    product_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    product_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProductChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    product_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StepInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    product_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    product_image_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageOutput"][];
                };
            };
        };
    };
    product_image_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageOutput"];
                };
            };
        };
    };
    product_image_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    product_image_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImageChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageOutput"];
                };
            };
        };
    };
    product_images_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageOrderInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageOutput"][];
                };
            };
        };
    };
    product_return: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    product_submit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StepInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    product_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"];
                };
            };
        };
    };
    wishlist: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WishListOutput"];
                };
            };
        };
    };
    wishlist_add: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WishListOutput"];
                };
            };
        };
    };
    wishlist_remove: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WishListOutput"];
                };
            };
        };
    };
    wishlist_move_to_cart: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WishToCartInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    finance_balances: {
        parameters: {
            query?: {
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalancesOutput"];
                };
            };
        };
    };
    finance_entries: {
        parameters: {
            query?: {
                account?: "bank" | "buyer_refund_payable" | "cash_fees" | "chargebacks" | "commission" | "coupon_platform" | "courier_cash" | "dispute_fees" | "gateway" | "goodwill" | "payout_clearing" | "seller_payable" | "seller_pending" | "seller_receivable" | "shipping" | "suspense" | "tax";
                after?: string;
                before?: string;
                currency?: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                kind?: "cancellation" | "capture" | "cash_fee" | "cash_kept" | "chargeback" | "chargeback_returned" | "debt_paid" | "debt_settled" | "dispute_fee" | "payout" | "payout_paid" | "payout_returned" | "refund" | "refund_paid" | "refund_returned" | "release" | "split" | "unwanted";
                page_size?: number;
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedEntryOutputList"];
                };
            };
        };
    };
    finance_invoices: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                currency?: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                kind?: "credit_note" | "invoice";
                number?: string;
                order?: string;
                page_size?: number;
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedInvoiceOutputList"];
                };
            };
        };
    };
    finance_invoice_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    finance_payout_accounts: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                currency?: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                page_size?: number;
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedPayoutAccountOutputList"];
                };
            };
        };
    };
    finance_payout_account_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayoutAccountInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutAccountOutput"];
                };
            };
        };
    };
    finance_payout_confirmations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ConfirmationsInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmationsOutput"];
                };
            };
        };
    };
    finance_payouts: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                currency?: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                page_size?: number;
                status?: "APPROVED" | "BOUNCED" | "PAID" | "REJECTED" | "REQUESTED" | "SENT";
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedPayoutOutputList"];
                };
            };
        };
    };
    finance_payout_request: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayoutInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutOutput"];
                };
            };
        };
    };
    finance_payout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutDetailOutput"];
                };
            };
        };
    };
    finance_payout_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutOutput"];
                };
            };
        };
    };
    finance_payout_reject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payout_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayoutReasonInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutOutput"];
                };
            };
        };
    };
    finance_sales: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                currency?: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                page_size?: number;
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSaleOutputList"];
                };
            };
        };
    };
    finance_statement: {
        parameters: {
            query: {
                currency: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                from: string;
                store: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementOutput"];
                };
            };
        };
    };
    finance_statement_file: {
        parameters: {
            query: {
                as?: "csv" | "pdf";
                currency: "EUR" | "IDR" | "IRR" | "USD" | "VND";
                from: string;
                store: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/pdf": string;
                };
            };
        };
    };
    subscription_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSubscriptionOutputList"];
                };
            };
        };
    };
    export_articles: {
        parameters: {
            query?: {
                as?: "csv" | "xlsx";
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
        };
    };
    export_movements: {
        parameters: {
            query?: {
                as?: "csv" | "xlsx";
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
        };
    };
    follow_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedFollowOutputList"];
                };
            };
        };
    };
    handle_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandleInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandlesOutput"];
                };
            };
        };
    };
    import_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
                status?: "CHECKING" | "DONE" | "READY" | "RUNNING" | "STOPPED";
                store?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedImportOutputList"];
                };
            };
        };
    };
    import_upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImportInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutput"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutput"];
                };
            };
        };
    };
    import_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutput"];
                };
            };
        };
    };
    import_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConfirmInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutput"];
                };
            };
        };
    };
    import_rejected: {
        parameters: {
            query?: {
                as?: "csv" | "xlsx";
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
        };
    };
    import_rows: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                outcome?: "CHANGED" | "NEW" | "PENDING" | "REJECTED" | "UNCHANGED";
                page_size?: number;
            };
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedImportRowOutputList"];
                };
            };
        };
    };
    import_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutput"];
                };
            };
        };
    };
    import_template: {
        parameters: {
            query?: {
                as?: "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
        };
    };
    invitation_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationLinkOutput"];
                };
            };
        };
    };
    invitation_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedOutput"];
                };
            };
        };
    };
    item_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                is_active?: boolean;
                is_low?: boolean;
                page_size?: number;
                product?: string;
                q?: string;
                store?: string;
                variant?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedItemOutputList"];
                };
            };
        };
    };
    item_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ItemInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemOutput"];
                };
            };
        };
    };
    item_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemOutput"];
                };
            };
        };
    };
    item_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    item_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ItemChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemOutput"];
                };
            };
        };
    };
    stock_subscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    stock_unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    item_movements: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMovementOutputList"];
                };
            };
        };
    };
    item_stock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StockInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockOutput"];
                };
            };
        };
    };
    items_grid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridOutput"];
                };
            };
        };
    };
    market_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketsOutput"];
                };
            };
        };
    };
    onboarding_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingOutput"];
                };
            };
        };
    };
    onboarding_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShopInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredOutput"];
                };
            };
        };
    };
    onboarding_close: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingOutput"];
                };
            };
        };
    };
    requirement_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextAnswerInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingOutput"];
                };
            };
        };
    };
    requirement_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["EvidenceInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingOutput"];
                };
            };
        };
    };
    onboarding_submit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingOutput"];
                };
            };
        };
    };
    seller_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SellerInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredOutput"];
                };
            };
        };
    };
    seller_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerStoresOutput"];
                };
            };
        };
    };
    store_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                country?: string;
                market?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedStoreOutputList"];
                };
            };
        };
    };
    store_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StoreInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreOutput"];
                };
            };
        };
    };
    store_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreOutput"];
                };
            };
        };
    };
    store_update: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StoreChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreOutput"];
                };
            };
        };
    };
    store_follow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    store_unfollow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    store_holiday_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidayInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreOutput"];
                };
            };
        };
    };
    store_holiday_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    invitation_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedInvitationOutputList"];
                };
            };
        };
    };
    invitation_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOutput"];
                };
            };
        };
    };
    invitation_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    store_logo_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["LogoInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreOutput"];
                };
            };
        };
    };
    store_logo_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    member_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMemberOutputList"];
                };
            };
        };
    };
    member_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberOutput"];
                };
            };
        };
    };
    member_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    member_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MemberChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberOutput"];
                };
            };
        };
    };
    member_leave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    store_policies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesOutput"];
                };
            };
        };
    };
    store_policy_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesOutput"];
                };
            };
        };
    };
    workplaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkplacesOutput"];
                };
            };
        };
    };
    payments_retrieve: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_refunds_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedRefundOutputList"];
                };
            };
        };
    };
    payments_refunds_create: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOutput"];
                };
            };
        };
    };
    payments_disputes: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                is_open?: boolean;
                page_size?: number;
                status?: "CLOSED" | "INQUIRY" | "LOST" | "NEEDS_RESPONSE" | "UNDER_REVIEW" | "WON";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDisputeOutputList"];
                };
            };
        };
    };
    payments_market_methods: {
        parameters: {
            query?: {
                amount_minor?: number;
                market?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketMethodsOutput"];
                };
            };
        };
    };
    payments_midtrans_return: {
        parameters: {
            query: {
                order_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_methods: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodsOutput"];
                };
            };
        };
    };
    payments_standing: {
        parameters: {
            query?: {
                back?: string;
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandingOutput"];
                };
            };
        };
    };
    payments_start: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_stripe_return: {
        parameters: {
            query: {
                attempt: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_verify: {
        parameters: {
            query: {
                Authority: string;
                Status?: "FAILED" | "NOK" | "OK";
                attempt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_verify_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyInputRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["VerifyInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    payments_vnpay_return: {
        parameters: {
            query: {
                vnp_SecureHash: string;
                vnp_TxnRef: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOutput"];
                };
            };
        };
    };
    review_write: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReviewOutput"];
                };
            };
        };
    };
    review_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewOutput"];
                };
            };
        };
    };
    review_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    review_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReviewChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReviewOutput"];
                };
            };
        };
    };
    review_reports_dismiss: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewOutput"];
                };
            };
        };
    };
    review_hide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReviewOutput"];
                };
            };
        };
    };
    review_picture_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ReviewPictureInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPictureOutput"];
                };
            };
        };
    };
    review_picture_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                image_id: string;
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    review_reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplyInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewOutput"];
                };
            };
        };
    };
    review_reply_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    review_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportOutput"];
                };
            };
        };
    };
    review_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnReviewOutput"];
                };
            };
        };
    };
    review_vote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoteOutput"];
                };
            };
        };
    };
    review_vote_take_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoteOutput"];
                };
            };
        };
    };
    reviews_mine: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedOwnReviewOutputList"];
                };
            };
        };
    };
    reviews_moderation: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedQueuedReviewOutputList"];
                };
            };
        };
    };
    reviews_of_product: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                has_pictures?: boolean;
                page_size?: number;
                rating?: number;
                sort?: "newest" | "helpful" | "rating" | "-rating";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatedPaginatedReviewOutputList"];
                };
            };
        };
    };
    reviews_received: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                has_pictures?: boolean;
                is_answered?: boolean;
                page_size?: number;
                rating?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedReviewOutputList"];
                };
            };
        };
    };
    reviews_of_store: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                has_pictures?: boolean;
                page_size?: number;
                rating?: number;
                sort?: "newest" | "helpful" | "rating" | "-rating";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatedPaginatedReviewOutputList"];
                };
            };
        };
    };
    reviews_waiting: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedLineToReviewOutputList"];
                };
            };
        };
    };
    sales_cart_retrieve: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_partial_update: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartMarketInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_items_list: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartLineOutput"][];
                };
            };
        };
    };
    sales_cart_items_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartItemAddInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_items_destroy: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_items_partial_update: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuantityInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_items_move_to_cart_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_items_save_for_later_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path: {
                line_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_accept_changes_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_coupon_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CouponCodeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_coupon_destroy: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
        };
    };
    sales_cart_quotes_create: {
        parameters: {
            query?: never;
            header?: {
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PlaceInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartQuotesOutput"][];
                };
            };
        };
    };
    sales_checkout_create: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                "X-Cart-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CheckoutInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderOutput"];
                };
            };
        };
    };
    sales_coupons_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCouponOutputList"];
                };
            };
        };
    };
    sales_coupons_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CouponInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponOutput"];
                };
            };
        };
    };
    sales_coupons_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponOutput"];
                };
            };
        };
    };
    sales_coupons_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sales_coupons_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CouponChangeInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponOutput"];
                };
            };
        };
    };
    sales_order_items_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedOrderItemOutputList"];
                };
            };
        };
    };
    sales_order_items_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderItemOutput"];
                };
            };
        };
    };
    sales_orders_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                page_size?: number;
                status?: "CANCELLED" | "CANCEL_REQUESTED" | "COMPLETED" | "DELIVERED" | "PAID" | "PENDING" | "PROCESSING" | "SHIPPED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedOrderOutputList"];
                };
            };
        };
    };
    sales_orders_retrieve: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderOutput"];
                };
            };
        };
    };
    sales_orders_cancel_create: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderOutput"];
                };
            };
        };
    };
    order_invoices: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderInvoiceOutput"][];
                };
            };
        };
    };
    order_invoice_file: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                invoice_id: string;
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    sales_orders_policies_list: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPoliciesOutput"][];
                };
            };
        };
    };
    sales_store_orders_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                due?: "later" | "overdue" | "today";
                ordering?: "ship_by";
                page_size?: number;
                q?: string;
                status?: "CANCELLED" | "CANCEL_REQUESTED" | "COMPLETED" | "DELIVERED" | "PAID" | "PENDING" | "PROCESSING" | "SHIPPED";
                store?: string;
                tab?: "cancelled" | "delivered" | "needs_action" | "shipped" | "to_ship" | "waiting";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSellerOrderOutputList"];
                };
            };
        };
    };
    sales_store_orders_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerOrderOutput"];
                };
            };
        };
    };
    sales_store_orders_cancel_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerOrderOutput"];
                };
            };
        };
    };
    sales_store_orders_deliver_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerOrderOutput"];
                };
            };
        };
    };
    sales_store_orders_process_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerOrderOutput"];
                };
            };
        };
    };
    sales_store_orders_ship_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SellerOrderOutput"];
                };
            };
        };
    };
    sales_store_desk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskOutput"];
                };
            };
        };
    };
    shipping_quotes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotesInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotesOutput"];
                };
            };
        };
    };
    products_retrieve: {
        parameters: {
            query?: {
                market?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
        };
    };
    products_retrieve_bare: {
        parameters: {
            query?: {
                market?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
        };
    };
    catalog_search: {
        parameters: {
            query: {
                q: string;
                market?: string;
                category?: string;
                store?: string;
                min_price?: string;
                max_price?: string;
                available?: boolean;
                featured?: boolean;
                brand?: string;
                rating?: number;
                attributes?: string;
                ordering?: "relevance" | "newest" | "price" | "-price" | "sold" | "rating" | "name" | "-name";
                after?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductSearchPage"];
                };
            };
        };
    };
    catalog_facets: {
        parameters: {
            query?: {
                q?: string;
                market?: string;
                category?: string;
                store?: string;
                min_price?: string;
                max_price?: string;
                available?: boolean;
                featured?: boolean;
                brand?: string;
                rating?: number;
                attributes?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductFacets"];
                };
            };
        };
    };
    catalog_suggest: {
        parameters: {
            query: {
                q: string;
                market?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductSuggestions"];
                };
            };
        };
    };
}

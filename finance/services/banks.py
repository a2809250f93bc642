"""Banks by the codes that providers of payouts give them."""

from __future__ import annotations

# `GET /beneficiary_banks` of Midtrans's payouts, without its wallets and virtual accounts.
_MIDTRANS = """
aceh aceh_syar agris agroniaga allo amar andara anglomas antar_daerah anz artajasa artha bali bangkok banten barclays
bca bca_syar bcad bengkulu bisnis bjb bjb_syar bni bnp bnp_paribas boa bri bsi btn btn_syar btpn btpn_syar bukopin
bukopin_syar bumi_artha bumiputera capital centratama chase china china_cons chinatrust cimb cimb_syar citibank
commonwealth danamon danamon_syar dbs deutsche dipo diy diy_syar dki dki_syar ekonomi fama ganesha hana hs_1906 hsbc
icbc ina_perdana index_selindo india jago jago_syar jambi jasa_jakarta jateng jateng_syar jatim jatim_syar jtrust
kalbar kalbar_syar kalsel kalsel_syar kalteng kaltim kaltim_syar lampung maluku mandiri mandiri_taspen maspion
mayapada maybank maybank_syar maybank_uus mayora mega_syar mega_tbk mestika metro mitraniaga mitsubishi mizuho mnc
muamalat multiarta mutiara nagari niaga_syar nobu ntb ntt ocbc ocbc_syar ok panin panin_syar papua permata
permata_syar prima_master pundi purba qnb rabobank rbos resona riau riau_syar sampoerna sbi seabank shinhan sinarmas
sinarmas_syar stanchard sulselbar sulselbar_syar sulteng sultenggara sulut sumbar sumitomo sumsel_babel
sumsel_babel_syar sumut sumut_syar uob victoria victoria_syar woori yudha_bhakti
"""
BANKS_OF_MIDTRANS = frozenset(_MIDTRANS.split())
